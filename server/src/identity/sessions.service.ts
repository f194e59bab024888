import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import {
  IdentityId,
  Refusal,
  SESSIONS_MAX_COUNT,
  SessionId,
  type AccountId,
  type SessionIssued,
  type SessionList,
  type SignInRequest,
} from '#contracts';
import type { Clock } from '#kernel';
import { CLOCK } from '../core/tokens.js';
import type { SignedIn } from '../wire/rest/bearer.js';
import { AccessTokens } from './access-tokens.js';
import { ACCOUNT_RECORDS, type Account, type AccountRecords } from './account-records.js';
import { viewOf } from './account-view.js';
import { Passwords } from './passwords.js';
import { RefreshTokens } from './refresh-tokens.js';
import { SESSION_RECORDS, type SessionRecords } from './session-records.js';

/** A session nobody used for so long is over. */
export const SESSION_UNUSED_MS = 30 * 86_400_000;
/** An exchange may be repeated for so long: two tabs may ask at once, and answers get lost. */
const EXCHANGE_GRACE_MS = 30_000;

/** What a browser gets when somebody signs in: the answer, and what goes into the cookie. */
export interface Issued {
  readonly answer: SessionIssued;
  readonly refreshToken: string;
}

/** Both tokens of somebody who is signed in. */
@Injectable()
export class SessionTokens {
  constructor(
    @Inject(AccessTokens) readonly access: AccessTokens,
    @Inject(RefreshTokens) readonly refresh: RefreshTokens,
  ) {}
}

/** Signs in and out. */
@Injectable()
export class SessionsService {
  constructor(
    @Inject(ACCOUNT_RECORDS) private readonly accounts: AccountRecords,
    @Inject(SESSION_RECORDS) private readonly records: SessionRecords,
    @Inject(Passwords) private readonly passwords: Passwords,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SessionTokens) private readonly tokens: SessionTokens,
  ) {}

  /** @throws {Refusal} `unauthenticated`, alike for a wrong password and for an address without an account. */
  async signIn({ email, password }: z.output<typeof SignInRequest>, device: string): Promise<Issued> {
    const account = await this.accounts.findByEmail(email);
    const isRight = await this.passwords.isSame(account?.passwordHash, password);
    if (account === undefined || !isRight) throw new Refusal('unauthenticated', 'E-mail address or password is wrong.');
    return this.begin(account, device);
  }

  /** For somebody who has proven to own the account. */
  async begin(account: Account, device: string): Promise<Issued> {
    const nowMs = this.clock.nowMs();
    const { accountId } = account;
    const sessionId = SessionId.parse(randomUUID());
    const session = { sessionId, accountId, device: printable(device), createdAtMs: nowMs, lastUsedAtMs: nowMs };
    await this.records.begin(session, SESSIONS_MAX_COUNT);
    return this.#issued(account, sessionId, 0);
  }

  /** @throws {Refusal} `unauthenticated` when the cookie does not count; the session has ended if it was a used one. */
  async refresh(token: string | undefined): Promise<Issued> {
    const shown = token === undefined ? undefined : this.tokens.refresh.find(token);
    if (shown === undefined) throw signedOut();
    const atMs = this.clock.nowMs();
    const outcome = await this.records.exchange({
      ...shown,
      atMs,
      graceMs: EXCHANGE_GRACE_MS,
      unusedMs: SESSION_UNUSED_MS,
    });
    if (outcome.kind !== 'exchanged') throw signedOut();
    const account = await this.accounts.find(outcome.accountId);
    if (account === undefined) throw signedOut();
    return this.#issued(account, shown.sessionId, outcome.generation);
  }

  async list({ accountId, sessionId }: SignedIn): Promise<SessionList> {
    const sessions = await this.records.list(accountId, this.clock.nowMs() - SESSION_UNUSED_MS);
    return {
      sessions: sessions.slice(0, SESSIONS_MAX_COUNT).map((one) => ({
        sessionId: one.sessionId,
        device: one.device,
        createdAtMs: one.createdAtMs,
        lastUsedAtMs: one.lastUsedAtMs,
        isCurrent: one.sessionId === sessionId,
      })),
    };
  }

  /** Safe to repeat; does nothing to another account's session. */
  end(session: SignedIn): Promise<void> {
    return this.records.end(session);
  }

  endAll(accountId: AccountId): Promise<void> {
    return this.records.endAll(accountId);
  }

  async #issued(account: Account, sessionId: SessionId, generation: number): Promise<Issued> {
    const { accountId } = account;
    const issued = await this.tokens.access.issue({ accountId, sessionId });
    return {
      answer: { identityId: IdentityId.parse(accountId), ...issued, account: viewOf(account) },
      refreshToken: this.tokens.refresh.tokenOf({ sessionId, generation }),
    };
  }
}

function signedOut(): Refusal {
  return new Refusal('unauthenticated', 'You are signed out; sign in again.');
}

/** What a browser calls itself comes from outside, and is shown on a page. */
function printable(device: string): string {
  return device.replaceAll(/[^\x20-\x7e]/g, '').slice(0, 256);
}
