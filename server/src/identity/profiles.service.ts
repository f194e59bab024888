import { Inject, Injectable } from '@nestjs/common';
import { IdentityId, Refusal, type AccountChange, type AccountId, type AccountView, type AvatarId } from '#contracts';
import { PERSON_CHANGES, type PersonChanges } from '../wire/person-changes.js';
import { ACCOUNT_RECORDS, type Account, type AccountRecords } from './account-records.js';
import { avatarUrl, viewOf } from './account-view.js';

/** What the owner of an account is called and looks like. Others see a change at once. */
@Injectable()
export class ProfilesService {
  constructor(
    @Inject(ACCOUNT_RECORDS) private readonly records: AccountRecords,
    @Inject(PERSON_CHANGES) private readonly changes: PersonChanges,
  ) {}

  async view(accountId: AccountId): Promise<AccountView> {
    return viewOf(await this.#require(accountId));
  }

  async change(accountId: AccountId, change: AccountChange): Promise<AccountView> {
    const before = await this.#require(accountId);
    await this.records.change(accountId, change);
    const after = await this.#require(accountId);
    if (after.name !== before.name) this.#tell(after, before.name);
    return viewOf(after);
  }

  /** Returns the picture before. */
  async setAvatar(accountId: AccountId, avatarId: AvatarId | undefined): Promise<AvatarId | undefined> {
    const before = await this.records.setAvatar(accountId, avatarId);
    const account = await this.#require(accountId);
    if (before !== avatarId) this.#tell(account, account.name);
    return before;
  }

  #tell({ accountId, name, avatarId }: Account, nameBefore: string): void {
    const identityId = IdentityId.parse(accountId);
    this.changes.tell({ identityId, name, nameBefore, avatarUrl: avatarId && avatarUrl(avatarId) });
  }

  /** @throws {Refusal} `unauthenticated` when the account is gone. */
  async #require(accountId: AccountId): Promise<Account> {
    const account = await this.records.find(accountId);
    if (account === undefined) throw new Refusal('unauthenticated', 'This account does not exist any more.');
    return account;
  }
}
