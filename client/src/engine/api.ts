import {
  API_PREFIX,
  GuestIssued,
  Problem,
  Refusal,
  RefusalCodes,
  RoomCreated,
  RoomView,
  type IdentityId,
  type RefusalCode,
  type RoomId,
} from '#contracts';
import { systemClock, type Clock } from '#kernel';
import { z } from 'zod';
import { Unreachable } from './failure.js';
import { Identity } from './identity.js';
import { forgiving, type KeyValues } from './storage.js';

const DEADLINE_MS = 10_000;
/** What a proxy answers in a server's place while that is down or restarting. Source: RFC 9110 section 15.6. */
const GATEWAY_STATUSES = new Set([502, 503, 504]);

/** The server's REST side. Every method throws {@link Unreachable} when nobody answers, and a Refusal when the answer is no. */
export interface Api {
  createRoom(): Promise<RoomCreated>;
  /** @throws {Refusal} `not-found` for a link that leads nowhere; `meeting-ended` for one that was closed. */
  getRoom(roomId: RoomId): Promise<RoomView>;
  /** Shows a room's password, once for this device. @throws {Refusal} for a wrong one. */
  enterRoom(roomId: RoomId, password: string): Promise<void>;
  /** Who this is to the server and to others. */
  identityId(): Promise<IdentityId>;
  /** What the socket shows to prove who this is. */
  token(): Promise<string>;
  /** A new token in place of one that was not accepted. */
  replaceToken(refused: string): Promise<string>;
}

interface Options {
  readonly fetch?: typeof fetch;
  readonly storage?: KeyValues;
  readonly clock?: Clock;
  /** Where the server is; the page's own origin by default. */
  readonly baseUrl?: string;
}

export function createApi(options: Options = {}): Api {
  const http = new Http(options.fetch ?? ((...args) => globalThis.fetch(...args)), options.baseUrl ?? '');
  const identity = new Identity({
    storage: options.storage ?? forgiving(() => globalThis.localStorage),
    clock: options.clock ?? systemClock,
    introduce: (current) => introduce(http, current),
  });
  const known = <S extends z.ZodType>(call: Omit<HttpCall<S>, 'token'>) => asKnown(http, identity, call);
  return {
    createRoom: () => known({ method: 'POST', path: '/rooms', body: {}, answer: RoomCreated }),
    getRoom: (roomId) => known({ method: 'GET', path: `/rooms/${roomId}`, answer: RoomView }),
    enterRoom: async (roomId, password) => {
      await known({ method: 'POST', path: `/rooms/${roomId}/entry`, body: { password }, answer: z.unknown() });
    },
    identityId: () => identity.id(),
    token: () => identity.token(),
    replaceToken: (refused) => identity.replace(refused),
  };
}

async function introduce(http: Http, current: string | undefined): Promise<GuestIssued> {
  const call = { method: 'POST', path: '/guests', body: {}, answer: GuestIssued } as const;
  if (current === undefined) return http.send(call);
  try {
    return await http.send({ ...call, token: current });
  } catch (thrown) {
    if (thrown instanceof Refusal && thrown.code === 'unauthenticated') return http.send(call);
    throw thrown;
  }
}

/** Sends with this device's token, and once more with a new one when that is not accepted any more. */
async function asKnown<S extends z.ZodType>(
  http: Http,
  identity: Identity,
  call: Omit<HttpCall<S>, 'token'>,
): Promise<z.output<S>> {
  const token = await identity.token();
  try {
    return await http.send({ ...call, token });
  } catch (thrown) {
    if (!(thrown instanceof Refusal) || thrown.code !== 'unauthenticated') throw thrown;
    return http.send({ ...call, token: await identity.replace(token) });
  }
}

interface HttpCall<S extends z.ZodType> {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: object;
  readonly token?: string;
  readonly answer: S;
}

class Http {
  readonly #fetch: typeof fetch;
  readonly #baseUrl: string;

  constructor(send: typeof fetch, baseUrl: string) {
    this.#fetch = send;
    this.#baseUrl = baseUrl;
  }

  async send<S extends z.ZodType>(call: HttpCall<S>): Promise<z.output<S>> {
    const response = await this.#reach(call);
    const body = await response.json().catch(() => undefined); // No JSON is judged with the status, below.
    if (!response.ok) throw refusalOf(response.status, body);
    const parsed = call.answer.safeParse(body);
    if (!parsed.success)
      throw new Refusal('internal', 'The server answered in a way this page does not know. Reload it.');
    return parsed.data;
  }

  async #reach(call: HttpCall<z.ZodType>): Promise<Response> {
    try {
      return await this.#fetch(`${this.#baseUrl}${API_PREFIX}${call.path}`, {
        method: call.method,
        headers: {
          accept: 'application/json',
          ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(call.token === undefined ? {} : { authorization: `Bearer ${call.token}` }),
        },
        ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
        signal: AbortSignal.timeout(DEADLINE_MS),
      });
    } catch {
      throw new Unreachable('No server answered.'); // Fetch rejects only for that: no network, no answer in time.
    }
  }
}

function refusalOf(status: number, body: unknown): Error {
  const problem = Problem.safeParse(body);
  if (problem.success) return new Refusal(knownCode(problem.data.code), problem.data.detail);
  if (GATEWAY_STATUSES.has(status)) return new Unreachable('Only a proxy answered.');
  return new Refusal('internal', 'The server answered in a way this page does not know.');
}

function knownCode(code: string): RefusalCode {
  return RefusalCodes.find((known) => known === code) ?? 'internal';
}
