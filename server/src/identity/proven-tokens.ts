import { Inject, Injectable } from '@nestjs/common';
import { IdentityId, Refusal } from '#contracts';
import type { TokenVerifier, Who } from '../wire/token-verifier.js';
import { AccessTokens } from './access-tokens.js';
import { avatarUrl } from './account-view.js';
import { GuestTokens } from './guest-tokens.js';
import { SESSION_RECORDS, type SessionRecords } from './session-records.js';

/** Proves who shows a token, be it a guest or somebody signed in. */
@Injectable()
export class ProvenTokens implements TokenVerifier {
  constructor(
    @Inject(GuestTokens) private readonly guests: GuestTokens,
    @Inject(AccessTokens) private readonly access: AccessTokens,
    @Inject(SESSION_RECORDS) private readonly sessions: Pick<SessionRecords, 'find'>,
  ) {}

  async verify(token: string): Promise<Who> {
    const guestId = await this.guests.find(token);
    if (guestId !== undefined) return { identityId: guestId, accountId: undefined, sessionId: undefined };
    const signedIn = await this.access.find(token);
    // Looked up each time, so that signing out and a change of the password hold at once.
    const session = signedIn && (await this.sessions.find(signedIn));
    if (signedIn === undefined || session === undefined) {
      throw new Refusal('unauthenticated', 'Your pass is not valid here any more; reload the page or sign in again.');
    }
    const { avatarId } = session;
    const identityId = IdentityId.parse(signedIn.accountId);
    return { identityId, ...signedIn, avatarUrl: avatarId && avatarUrl(avatarId) };
  }
}
