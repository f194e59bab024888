import { GuestTokens } from '../identity/guest-tokens.js';
import { SocketEnds } from '../wire/socket-ends.js';
import { ICE_SERVERS, type IceServers } from './ice-servers.js';

export const MOVING_PORTS = Symbol('MovingPorts');

/** What moving to another device asks of others. */
export interface MovingPorts {
  readonly guests: Pick<GuestTokens, 'issue'>;
  readonly iceServers: IceServers;
  readonly ends: SocketEnds;
}

export const MOVING_PORTS_PROVIDER = {
  provide: MOVING_PORTS,
  useFactory: (...[guests, iceServers, ends]: [GuestTokens, IceServers, SocketEnds]): MovingPorts => ({
    guests,
    iceServers,
    ends,
  }),
  inject: [GuestTokens, ICE_SERVERS, SocketEnds],
};
