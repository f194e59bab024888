import {
  Accepted,
  AccountView,
  SessionIssued,
  SessionList,
  SignInOptions,
  type AccountChange,
  type RegisterRequest,
  type SessionView,
} from '#contracts';
import { z } from 'zod';
import type { Http, HttpCall } from '../http.js';
import type { Readable } from '../store.js';
import type { AccountState, Session } from './session.js';

/** Answers without a body, or whose body does not matter. */
const ANYTHING = z.unknown();

interface Parts {
  readonly http: Pick<Http, 'send'>;
  readonly session: Session;
  /** Sends as whoever this is. */
  readonly known: <S extends z.ZodType>(call: Omit<HttpCall<S>, 'token'>) => Promise<z.output<S>>;
}

/** What one does with an account. Every method throws `Unreachable` when nobody answers, and a Refusal when the answer is no. */
export class AccountApi {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  get state(): Readable<AccountState> {
    return this.#parts.session.state;
  }

  /** Finds out who this is. */
  load(): Promise<void> {
    return this.#parts.session.load();
  }

  options(): Promise<SignInOptions> {
    return this.#parts.http.send({ method: 'GET', path: '/sign-in-options', answer: SignInOptions });
  }

  /** A mail follows; the answer tells nothing of whether there was an account already. */
  async register(wish: z.input<typeof RegisterRequest>): Promise<void> {
    await this.#parts.http.send({ method: 'POST', path: '/accounts', body: wish, answer: Accepted });
  }

  /** With the token of the mail. @throws {Refusal} for one that was used, is old or never was. */
  async confirm(token: string): Promise<void> {
    await this.#parts.http.send({ method: 'POST', path: '/accounts/confirm', body: { token }, answer: ANYTHING });
  }

  /** @throws {Refusal} `unauthenticated`, whether it is the address or the password that is wrong. */
  async signIn(email: string, password: string): Promise<void> {
    const body = { email, password };
    this.#parts.session.begin(
      await this.#parts.http.send({ method: 'POST', path: '/sessions', body, answer: SessionIssued }),
    );
  }

  async signOut(): Promise<void> {
    await this.#parts.known({ method: 'DELETE', path: '/sessions/current', answer: ANYTHING });
    this.#parts.session.end();
  }

  async signOutEverywhere(): Promise<void> {
    await this.#parts.known({ method: 'DELETE', path: '/sessions', answer: ANYTHING });
    this.#parts.session.end();
  }

  async beginReset(email: string, language: string): Promise<void> {
    const body = { email, language };
    await this.#parts.http.send({ method: 'POST', path: '/password-resets', body, answer: ANYTHING });
  }

  /** With the token of the mail. All sessions end. */
  async finishReset(token: string, password: string): Promise<void> {
    const body = { token, password };
    await this.#parts.http.send({ method: 'POST', path: '/password-resets/finish', body, answer: ANYTHING });
    this.#parts.session.end();
  }

  async change(change: AccountChange): Promise<void> {
    this.#parts.session.change(
      await this.#parts.known({ method: 'PATCH', path: '/account', body: change, answer: AccountView }),
    );
  }

  /** Ends every other session. @throws {Refusal} when `current` is wrong. */
  async changePassword(current: string | undefined, password: string): Promise<void> {
    const body = { password, ...(current === undefined ? {} : { current }) };
    this.#parts.session.begin(
      await this.#parts.known({ method: 'PUT', path: '/account/password', body, answer: SessionIssued }),
    );
  }

  async sessions(): Promise<readonly SessionView[]> {
    return (await this.#parts.known({ method: 'GET', path: '/sessions', answer: SessionList })).sessions;
  }

  async endSession(sessionId: string): Promise<void> {
    await this.#parts.known({ method: 'DELETE', path: `/sessions/${sessionId}`, answer: ANYTHING });
  }
}
