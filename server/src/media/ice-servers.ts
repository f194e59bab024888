import { createHmac } from 'node:crypto';
import type { IceServer, IdentityId, RoomId } from '#contracts';
import type { TurnConfig } from '#config';
import type { Clock } from '#kernel';

export const ICE_SERVERS = Symbol('IceServers');

/** Whom credentials are for, and where: they name both, so that a relay's log says whose traffic it carried. */
export interface IceAudience {
  readonly identityId: IdentityId;
  readonly roomId: RoomId;
}

/** Which STUN and TURN servers a browser is given, with credentials of its own where they need some. */
export interface IceServers {
  for(audience: IceAudience): readonly IceServer[];
}

/** None: media hosts have public candidates, and no third party learns who meets whom. */
export const noIceServers: IceServers = { for: () => [] };

/**
 * The operator's own relay, with credentials that it can check by itself and that end soon.
 * Source: draft-uberti-behave-turn-rest-00 section 2.2, which coturn calls `use-auth-secret`.
 */
export function turnServers({ urls, secret, credentialTtlMs }: TurnConfig, clock: Clock): IceServers {
  return {
    for({ identityId, roomId }) {
      const endsAtS = Math.floor((clock.nowMs() + credentialTtlMs) / 1_000);
      const username = `${endsAtS}:${identityId}.${roomId}`;
      const credential = createHmac('sha1', secret.reveal()).update(username).digest('base64');
      return [{ urls: [...urls], username, credential }];
    },
  };
}
