import { Inject, Injectable } from '@nestjs/common';
import { SESSIONS_MAX_COUNT, type AccountId, type SessionId } from '#contracts';
import type { SignedIn } from '../wire/rest/bearer.js';
import { SESSION_SOCKETS, type SessionSockets } from '../wire/session-sockets.js';
import { SESSION_RECORDS, type Exchange, type Session, type SessionRecords } from './session-records.js';

/** A session nobody used for so long is over. */
export const SESSION_UNUSED_MS = 30 * 86_400_000;
/** An exchange may be repeated for so long: two tabs may ask at once, and answers get lost. */
const EXCHANGE_GRACE_MS = 30_000;

/** Where accounts are signed in. What a session has open ends with it, on whichever node. */
@Injectable()
export class OpenSessions {
  constructor(
    @Inject(SESSION_RECORDS) private readonly records: SessionRecords,
    @Inject(SESSION_SOCKETS) private readonly sockets: SessionSockets,
  ) {}

  async begin(session: Session): Promise<void> {
    this.sockets.close(await this.records.begin(session, SESSIONS_MAX_COUNT));
  }

  async exchange(
    shown: { readonly sessionId: SessionId; readonly generation: number },
    atMs: number,
  ): Promise<Exchange> {
    const terms = { atMs, graceMs: EXCHANGE_GRACE_MS, unusedMs: SESSION_UNUSED_MS };
    const outcome = await this.records.exchange({ ...shown, ...terms });
    if (outcome.kind === 'reused') this.sockets.close([shown.sessionId]);
    return outcome;
  }

  list(accountId: AccountId, nowMs: number): Promise<readonly Session[]> {
    return this.records.list(accountId, nowMs - SESSION_UNUSED_MS);
  }

  /** Safe to repeat; does nothing to another account's session. */
  async end(session: SignedIn): Promise<void> {
    if (await this.records.end(session)) this.sockets.close([session.sessionId]);
  }

  /** Safe to repeat. */
  async endAll(accountId: AccountId): Promise<void> {
    await this.records.endAll(accountId);
    this.sockets.closeAll(accountId);
  }

  /** Every session of the account has ended, and one began in the place of another: what that one had open goes on. */
  replaced(accountId: AccountId, from: SessionId, to: SessionId): void {
    this.sockets.carryOver(from, to);
    this.sockets.closeAll(accountId, to);
  }
}
