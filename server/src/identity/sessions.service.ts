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
import { OpenSessions } from './open-sessions.js';
import { Passwords } from './passwords.js';
import { RefreshTokens } from './refresh-tokens.js';

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
    @Inject(OpenSessions) private readonly open: OpenSessions,
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
    return this.#issued(account, await this.#begin(account, device), 0);
  }

  /** After a change of the password, which has ended every session: one begins in the place of the caller's own. */
  async replace({ sessionId }: SignedIn, account: Account, device: string): Promise<Issued> {
    const next = await this.#begin(account, device);
    this.open.replaced(account.accountId, sessionId, next);
    return this.#issued(account, next, 0);
  }

  /** @throws {Refusal} `unauthenticated` when the cookie does not count; the session has ended if it was a used one. */
  async refresh(token: string | undefined): Promise<Issued> {
    const shown = token === undefined ? undefined : this.tokens.refresh.find(token);
    if (shown === undefined) throw signedOut();
    const outcome = await this.open.exchange(shown, this.clock.nowMs());
    if (outcome.kind !== 'exchanged') throw signedOut();
    const account = await this.accounts.find(outcome.accountId);
    if (account === undefined) throw signedOut();
    return this.#issued(account, shown.sessionId, outcome.generation);
  }

  async list({ accountId, sessionId }: SignedIn): Promise<SessionList> {
    const sessions = await this.open.list(accountId, this.clock.nowMs());
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
    return this.open.end(session);
  }

  endAll(accountId: AccountId): Promise<void> {
    return this.open.endAll(accountId);
  }

  async #begin({ accountId }: Account, device: string): Promise<SessionId> {
    const nowMs = this.clock.nowMs();
    const sessionId = SessionId.parse(randomUUID());
    const times = { createdAtMs: nowMs, lastUsedAtMs: nowMs };
    await this.open.begin({ sessionId, accountId, device: printable(device), ...times });
    return sessionId;
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
