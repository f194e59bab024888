import type { IceServer, IdentityId } from '#contracts';

export const ICE_SERVERS = Symbol('IceServers');

/** Which STUN and TURN servers a browser is given, with credentials of its own where they need some. */
export interface IceServers {
  for(identityId: IdentityId): readonly IceServer[];
}

/** None: media hosts have public candidates, and no third party learns who meets whom. */
export const noIceServers: IceServers = { for: () => [] };
