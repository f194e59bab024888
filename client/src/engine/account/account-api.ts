import {
  Accepted,
  AccountView,
  OidcStarted,
  Refusal,
  RoomDetails,
  SessionIssued,
  SessionList,
  SignInOptions,
  type AccountChange,
  type RegisterRequest,
  type RoomId,
  type SessionView,
} from '#contracts';
import { z } from 'zod';
import type { Http, HttpCall } from '../http.js';
import type { Readable } from '../store.js';
import type { SendAvatar } from './avatar-upload.js';
import type { GuestRoom, GuestRooms } from './guest-rooms.js';
import type { AccountState, Session } from './session.js';

/** Answers without a body, or whose body does not matter. */
const ANYTHING = z.unknown();

interface Parts {
  readonly http: Pick<Http, 'send'>;
  readonly session: Session;
  /** Sends as whoever this is. */
  readonly known: <S extends z.ZodType>(call: Omit<HttpCall<S>, 'token'>) => Promise<z.output<S>>;
  /** The same for whatever is sent with a token. */
  readonly proven: <T>(send: (token: string) => Promise<T>) => Promise<T>;
  readonly guestRooms: GuestRooms;
  readonly sendAvatar: SendAvatar;
  readonly baseUrl: string;
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

  /** Where to go to sign in with the operator's provider. */
  async beginWithProvider(): Promise<string> {
    const call = { method: 'POST', path: '/oidc/start', body: {}, answer: OidcStarted } as const;
    return (await this.#parts.http.send(call)).url;
  }

  /** Back from the provider, with what it has put into the address. */
  async finishWithProvider(query: string): Promise<void> {
    const call = { method: 'POST', path: '/oidc/finish', body: { query }, answer: SessionIssued } as const;
    this.#parts.session.begin(await this.#parts.http.send(call));
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

  /** @throws {Refusal} `invalid-input` for what is no picture, or too large a one. */
  async setAvatar(picture: Blob, onSent: (sentRatio: number) => void): Promise<void> {
    const { sendAvatar, baseUrl, proven } = this.#parts;
    const { avatarUrl } = await proven((token) => sendAvatar({ baseUrl, token, picture, onSent }));
    this.#show({ avatarUrl });
  }

  async removeAvatar(): Promise<void> {
    await this.#parts.known({ method: 'DELETE', path: '/account/avatar', answer: ANYTHING });
    this.#show({});
  }

  /** What was opened on this device as a guest, and can be taken along. */
  guestRooms(): readonly GuestRoom[] {
    return this.#parts.guestRooms.list();
  }

  /** Makes such a room one's own. One that is gone meanwhile is forgotten. */
  async claim(roomId: RoomId): Promise<void> {
    const { known, session, guestRooms } = this.#parts;
    const body = { guestToken: await session.guestToken() };
    try {
      await known({ method: 'POST', path: `/rooms/${roomId}/claim`, body, answer: RoomDetails });
    } catch (thrown) {
      if (thrown instanceof Refusal && thrown.code === 'not-found') guestRooms.forget(roomId);
      throw thrown;
    }
    guestRooms.forget(roomId);
  }

  /** For who does not want to be asked about it again. */
  forgetGuestRoom(roomId: RoomId): void {
    this.#parts.guestRooms.forget(roomId);
  }

  #show(avatar: Pick<AccountView, 'avatarUrl'>): void {
    const state = this.state.get();
    if (state.kind !== 'signed-in') return;
    const { avatarUrl: _before, ...rest } = state.account;
    this.#parts.session.change({ ...rest, ...avatar });
  }

  async sessions(): Promise<readonly SessionView[]> {
    return (await this.#parts.known({ method: 'GET', path: '/sessions', answer: SessionList })).sessions;
  }

  async endSession(sessionId: string): Promise<void> {
    await this.#parts.known({ method: 'DELETE', path: `/sessions/${sessionId}`, answer: ANYTHING });
  }
}
