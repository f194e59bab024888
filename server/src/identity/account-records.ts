import type { AccountChange, AccountId, AvatarId } from '#contracts';

export const ACCOUNT_RECORDS = Symbol('AccountRecords');

/** Somebody's account. Times are of the server's clock, ms since the Unix epoch. */
export interface Account {
  readonly accountId: AccountId;
  /** In lower case; no two accounts have the same. */
  readonly email: string;
  readonly name: string;
  readonly language: string | undefined;
  readonly avatarId: AvatarId | undefined;
  /** Undefined for who signs in with the operator's provider only. */
  readonly passwordHash: string | undefined;
  readonly createdAtMs: number;
}

/** An account that begins once its address is confirmed. */
export interface Registration {
  /** SHA-256 of the token in the mail, in hex; the token itself is stored nowhere. */
  readonly tokenHash: string;
  readonly email: string;
  readonly name: string;
  readonly language: string | undefined;
  readonly passwordHash: string;
  readonly expiresAtMs: number;
}

export interface Reset {
  readonly tokenHash: string;
  readonly accountId: AccountId;
  readonly expiresAtMs: number;
}

/** Somebody as the operator's provider knows them. */
export interface ExternalIdentity {
  readonly issuer: string;
  readonly subject: string;
}

/** Where accounts are kept. Each method is one atomic step. */
export interface AccountRecords {
  find(accountId: AccountId): Promise<Account | undefined>;
  findByEmail(email: string): Promise<Account | undefined>;
  findByExternal(identity: ExternalIdentity): Promise<Account | undefined>;
  /** False when the address has an account already. */
  create(account: Account, identity?: ExternalIdentity): Promise<boolean>;
  /** From now on `identity` signs in to this account. */
  attach(accountId: AccountId, identity: ExternalIdentity): Promise<void>;
  change(accountId: AccountId, change: AccountChange): Promise<void>;
  /** Returns the picture before. */
  setAvatar(accountId: AccountId, avatarId: AvatarId | undefined): Promise<AvatarId | undefined>;
  /** Ends every session and every reset of the account in the same step. */
  setPassword(accountId: AccountId, passwordHash: string): Promise<void>;

  /** Clears away those that have expired by `nowMs`. */
  keepRegistration(registration: Registration, nowMs: number): Promise<void>;
  /** Hands it out once, and every other one of the same address is void. Undefined when it is unknown or has expired. */
  takeRegistration(tokenHash: string, nowMs: number): Promise<Registration | undefined>;
  keepReset(reset: Reset, nowMs: number): Promise<void>;
  /** Hands it out once. Undefined when it is unknown or has expired. */
  takeReset(tokenHash: string, nowMs: number): Promise<AccountId | undefined>;
}
