import { GuestIssued, type IdentityId } from '#contracts';
import type { Clock } from '#kernel';
import type { KeyValues } from './storage.js';

/** Where the guest's token is kept. */
export const GUEST_KEY = 'parley.guest';
/** A token this near to its end is renewed first, so that it cannot run out between two requests. */
const RENEW_BEFORE_MS = 5 * 60_000;

interface Parts {
  readonly storage: KeyValues;
  readonly clock: Clock;
  /** Introduces this device; with the token it has, if that is still good, so that it can stay who it is. */
  readonly introduce: (current: string | undefined) => Promise<GuestIssued>;
}

/** Who this browser is to the server: a guest's token, kept from visit to visit and renewed in time. */
export class Identity {
  readonly #parts: Parts;
  #renewing: Promise<string> | undefined;
  /** For browsers that keep nothing. */
  #lastId: IdentityId | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** A token good for some minutes at least. However many ask at once, the device introduces itself once. */
  token(): Promise<string> {
    const kept = this.#kept();
    if (kept !== undefined && kept.expiresAtMs - this.#parts.clock.nowMs() > RENEW_BEFORE_MS)
      return Promise.resolve(kept.token);
    return this.#renew(kept !== undefined && kept.expiresAtMs > this.#parts.clock.nowMs() ? kept.token : undefined);
  }

  /** Who the token proves this to be. */
  async id(): Promise<IdentityId> {
    await this.token();
    const kept = this.#kept()?.identityId ?? this.#lastId;
    if (kept === undefined) throw new Error('A token is always issued together with an identity.');
    return kept;
  }

  /** For when the server did not accept `refused`. Safe to call by many at once, and after another has renewed already. */
  replace(refused: string): Promise<string> {
    const kept = this.#kept();
    if (kept !== undefined && kept.token !== refused) return this.token();
    this.#parts.storage.removeItem(GUEST_KEY);
    return this.#renew(undefined);
  }

  #renew(current: string | undefined): Promise<string> {
    this.#renewing ??= this.#introduce(current).finally(() => {
      this.#renewing = undefined;
    });
    return this.#renewing;
  }

  async #introduce(current: string | undefined): Promise<string> {
    const issued = await this.#parts.introduce(current);
    this.#lastId = issued.identityId;
    this.#parts.storage.setItem(GUEST_KEY, JSON.stringify(issued));
    return issued.token;
  }

  #kept(): GuestIssued | undefined {
    const text = this.#parts.storage.getItem(GUEST_KEY);
    if (text === null) return undefined;
    const parsed = GuestIssued.safeParse(jsonOf(text));
    return parsed.success ? parsed.data : undefined;
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined; // Not ours, or half written; the device introduces itself anew.
  }
}
