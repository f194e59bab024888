import { Inject } from '@nestjs/common';
import { WebSocketGateway } from '@nestjs/websockets';
import { SIGNAL_NAMESPACE, type Input, type SignallingRequests } from '#contracts';
import type { Caller } from '../wire/caller.js';
import { OnRequest } from '../wire/on-request.js';
import { PresenceService } from './presence.service.js';

type Requests = SignallingRequests;

@WebSocketGateway({ namespace: SIGNAL_NAMESPACE })
export class PresenceGateway {
  constructor(@Inject(PresenceService) private readonly presence: PresenceService) {}

  @OnRequest('presence.watch')
  async watch(caller: Caller, { identityIds }: Input<Requests, 'presence.watch'>) {
    return { people: await this.presence.watch(caller, identityIds) };
  }

  @OnRequest('presence.people')
  async people(caller: Caller, { roomId }: Input<Requests, 'presence.people'>) {
    return { people: await this.presence.people(caller, roomId) };
  }

  @OnRequest('presence.set')
  async set(caller: Caller, { isAway }: Input<Requests, 'presence.set'>) {
    this.presence.set(caller, isAway);
    return {};
  }

  @OnRequest('presence.configure')
  async configure(caller: Caller, { isVisible }: Input<Requests, 'presence.configure'>) {
    await this.presence.configure(caller, isVisible);
    return {};
  }

  @OnRequest('presence.own')
  own(caller: Caller, _input: Input<Requests, 'presence.own'>) {
    return this.presence.own(caller);
  }
}
