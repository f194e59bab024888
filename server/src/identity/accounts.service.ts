import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { ServerConfig } from '#config';
import {
  AccountId,
  Refusal,
  type PasswordChange as PasswordChangeSchema,
  type RegisterRequest,
  type ResetFinishRequest,
  type ResetRequest,
} from '#contracts';
import type { Clock } from '#kernel';
import { CLOCK, SERVER_CONFIG } from '../core/tokens.js';
import { ACCOUNT_RECORDS, type Account, type AccountRecords } from './account-records.js';
import { refuseGuessablePassword } from './guessable-passwords.js';
import { accountMail } from './mail/mails.js';
import { Outbox } from './mail/outbox.js';
import { hashOf, newMailedToken } from './mailed-tokens.js';
import { Passwords } from './passwords.js';

const REGISTRATION_MS = 24 * 3_600_000;
const RESET_MS = 3_600_000;

/** How accounts begin, and what their owners change about them. Tells nobody whether an address has an account. */
@Injectable()
export class AccountsService {
  constructor(
    @Inject(ACCOUNT_RECORDS) private readonly records: AccountRecords,
    @Inject(Passwords) private readonly passwords: Passwords,
    @Inject(Outbox) private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SERVER_CONFIG) private readonly config: Pick<ServerConfig, 'publicUrl'>,
  ) {}

  /**
   * Sends a link that finishes the registration, or tells the owner of the address that they have an account already.
   *
   * @throws {Refusal} `invalid-input` for a password that is easily guessed; `unavailable` when no mail can be
   *   sent.
   */
  async register(wish: z.output<typeof RegisterRequest>): Promise<void> {
    await this.registerNothing(wish);
    const { email, password, name, language } = wish;
    this.outbox.later(async (send) => {
      const passwordHash = await this.passwords.hash(password);
      const owner = await this.records.findByEmail(email);
      if (owner !== undefined) {
        return send(accountMail('taken', { ...mailFor(owner), link: `${this.config.publicUrl}/login` }));
      }
      const token = newMailedToken();
      const nowMs = this.clock.nowMs();
      const expiresAtMs = nowMs + REGISTRATION_MS;
      await this.records.keepRegistration(
        { tokenHash: hashOf(token), email, name, language, passwordHash, expiresAtMs },
        nowMs,
      );
      const link = `${this.config.publicUrl}/confirm#${token}`;
      return send(accountMail('confirm', { to: email, name, language, link }));
    });
  }

  /** Answers as `register` does, and does nothing. @throws {Refusal} as `register` does. */
  async registerNothing({ email, password, name }: z.output<typeof RegisterRequest>): Promise<void> {
    this.outbox.demand();
    await refuseGuessablePassword(password, [email, name]);
  }

  /** @throws {Refusal} `not-found` for a link that does not count any more; `conflict` when there is an account by now. */
  async confirm(token: string): Promise<void> {
    const nowMs = this.clock.nowMs();
    const registration = await this.records.takeRegistration(hashOf(token), nowMs);
    if (registration === undefined) throw usedUp();
    const { email, name, language, passwordHash } = registration;
    const accountId = AccountId.parse(randomUUID());
    const account = { accountId, email, name, language, passwordHash, avatarId: undefined, createdAtMs: nowMs };
    if (!(await this.records.create(account))) throw new Refusal('conflict', 'This address has an account by now.');
  }

  /** @throws {Refusal} `unavailable` when no mail can be sent. */
  beginReset({ email, language }: z.output<typeof ResetRequest>): void {
    this.outbox.demand();
    this.outbox.later(async (send) => {
      const account = await this.records.findByEmail(email);
      if (account === undefined) return;
      const token = newMailedToken();
      const nowMs = this.clock.nowMs();
      const { accountId } = account;
      await this.records.keepReset({ tokenHash: hashOf(token), accountId, expiresAtMs: nowMs + RESET_MS }, nowMs);
      const link = `${this.config.publicUrl}/reset#${token}`;
      await send(accountMail('reset', { ...mailFor(account), language: account.language ?? language, link }));
    });
  }

  /**
   * Ends every session of the account that is returned; what they have open is the caller's to close.
   *
   * @throws {Refusal} `invalid-input` for a password that is easily guessed, the link staying good; `not-found` for a link
   *   that does not count any more.
   */
  async finishReset({ token, password }: z.output<typeof ResetFinishRequest>): Promise<AccountId> {
    await refuseGuessablePassword(password, []);
    const passwordHash = await this.passwords.hash(password);
    const accountId = await this.records.takeReset(hashOf(token), this.clock.nowMs());
    if (accountId === undefined) throw usedUp();
    await this.records.setPassword(accountId, passwordHash);
    return accountId;
  }

  /**
   * Ends every session, the caller's too; what they have open is the caller's to close.
   *
   * @throws {Refusal} `password` when the current one is wrong; `invalid-input` for a new one that is easily
   *   guessed.
   */
  async changePassword(
    account: Account,
    { current, password }: z.output<typeof PasswordChangeSchema>,
  ): Promise<Account> {
    await refuseGuessablePassword(password, [account.email, account.name]);
    if (account.passwordHash !== undefined && !(await this.passwords.isSame(account.passwordHash, current ?? ''))) {
      throw new Refusal('password', 'The current password is wrong.');
    }
    const passwordHash = await this.passwords.hash(password);
    await this.records.setPassword(account.accountId, passwordHash);
    return { ...account, passwordHash };
  }

  /** @throws {Refusal} `unauthenticated` when the account is gone. */
  async require(accountId: AccountId): Promise<Account> {
    const account = await this.records.find(accountId);
    if (account === undefined) throw new Refusal('unauthenticated', 'This account does not exist any more.');
    return account;
  }
}

function mailFor({ email, name, language }: Account) {
  return { to: email, name, language };
}

function usedUp(): Refusal {
  return new Refusal('not-found', 'This link was used already or has expired; ask for a new one.');
}
