import { Refusal, SessionIssued, type AccountView, type IdentityId } from '#contracts';
import type { Clock } from '#kernel';
import type { Http } from '../http.js';
import type { Identity } from '../identity.js';
import type { KeyValues } from '../storage.js';
import { Store } from '../store.js';
import { markSignedIn, wasSignedIn } from './sign-in-mark.js';

/** A token this near to its end is renewed first. */
const RENEW_BEFORE_MS = 60_000;

/** `unknown`: this browser was signed in last time, and the server has not been asked yet. */
export type AccountState =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'guest' }
  | { readonly kind: 'signed-in'; readonly account: AccountView };

interface Parts {
  readonly http: Pick<Http, 'send'>;
  readonly storage: KeyValues;
  readonly clock: Clock;
  /** Who this browser is without an account. */
  readonly guest: Pick<Identity, 'token' | 'replace' | 'id'>;
}

/** Who is asking: somebody with an account, or this device. The session's token is held in memory only. */
export class Session {
  readonly state: Store<AccountState>;
  readonly #parts: Parts;
  #issued: SessionIssued | undefined;
  #renewing: Promise<SessionIssued | undefined> | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.state = new Store<AccountState>(this.#isMarked ? { kind: 'unknown' } : { kind: 'guest' });
  }

  /** Finds out who this is. @throws {Unreachable} when nobody answers. */
  async load(): Promise<void> {
    await this.#current();
  }

  async token(): Promise<string> {
    return (await this.#current())?.token ?? this.#parts.guest.token();
  }

  /** For when the server did not accept `refused`. */
  async replace(refused: string): Promise<string> {
    if (this.#issued === undefined) return this.#parts.guest.replace(refused);
    if (this.#issued.token === refused) this.#issued = undefined;
    return this.token();
  }

  /** What proves this device, whoever is signed in on it. */
  guestToken(): Promise<string> {
    return this.#parts.guest.token();
  }

  async identityId(): Promise<IdentityId> {
    return (await this.#current())?.identityId ?? this.#parts.guest.id();
  }

  begin(issued: SessionIssued): void {
    this.#issued = issued;
    markSignedIn(this.#parts.storage, true);
    this.state.set({ kind: 'signed-in', account: issued.account });
  }

  change(account: AccountView): void {
    if (this.#issued === undefined) return;
    this.#issued = { ...this.#issued, account };
    this.state.set({ kind: 'signed-in', account });
  }

  end(): void {
    this.#issued = undefined;
    markSignedIn(this.#parts.storage, false);
    this.state.set({ kind: 'guest' });
  }

  get #isMarked(): boolean {
    return wasSignedIn(this.#parts.storage);
  }

  async #current(): Promise<SessionIssued | undefined> {
    const { clock } = this.#parts;
    if (this.#issued !== undefined && this.#issued.expiresAtMs - clock.nowMs() > RENEW_BEFORE_MS) return this.#issued;
    if (!this.#isMarked) {
      // Signed out in another tab.
      if (this.#issued === undefined && this.state.get().kind === 'signed-in') this.state.set({ kind: 'guest' });
      return this.#issued;
    }
    this.#renewing ??= this.#renew().finally(() => {
      this.#renewing = undefined;
    });
    return this.#renewing;
  }

  async #renew(): Promise<SessionIssued | undefined> {
    try {
      const call = { method: 'POST', path: '/sessions/refresh', body: {}, answer: SessionIssued } as const;
      const issued = await this.#parts.http.send(call);
      // Whoever signed out meanwhile stays signed out.
      if (!this.#isMarked) return undefined;
      this.begin(issued);
      return issued;
    } catch (thrown) {
      if (!(thrown instanceof Refusal) || thrown.code !== 'unauthenticated') throw thrown;
      this.end();
      return undefined;
    }
  }
}
