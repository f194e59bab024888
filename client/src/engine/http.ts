import { API_PREFIX, Problem, Refusal, RefusalCodes, type RefusalCode } from '#contracts';
import type { z } from 'zod';
import { Unreachable } from './failure.js';

const DEADLINE_MS = 10_000;
const BYTES_DEADLINE_MS = 10 * 60_000;
/** What a proxy answers in a server's place while that is down or restarting. Source: RFC 9110 section 15.6. */
const GATEWAY_STATUSES = new Set([502, 503, 504]);

/** One request over REST. */
export interface HttpCall<S extends z.ZodType> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  /** A file goes as it is, anything else as JSON. */
  readonly body?: object;
  readonly token?: string;
  /** The kind of text that is wanted instead of JSON. */
  readonly accept?: `text/${string}`;
  readonly answer: S;
}

/** Sends requests to the server. Every one throws {@link Unreachable} when nobody answers, and a Refusal when the answer is no. */
export class Http {
  readonly #fetch: typeof fetch;
  readonly #baseUrl: string;

  constructor(send: typeof fetch, baseUrl: string) {
    this.#fetch = send;
    this.#baseUrl = baseUrl;
  }

  async send<S extends z.ZodType>(call: HttpCall<S>): Promise<z.output<S>> {
    const response = await this.#reach(call, DEADLINE_MS);
    const isText = call.accept !== undefined && response.ok;
    const body = isText ? await response.text() : await response.json().catch(() => undefined); // No JSON is judged below.
    return answerOf(response.status, body, call.answer);
  }

  /** For an answer that is a file, which may take long. */
  async bytes(call: Pick<HttpCall<z.ZodType>, 'method' | 'path' | 'token'>): Promise<Blob> {
    const response = await this.#reach(call, BYTES_DEADLINE_MS);
    if (!response.ok) throw refusalOf(response.status, await response.json().catch(() => undefined));
    try {
      return await response.blob();
    } catch {
      throw new Unreachable('The file broke off.');
    }
  }

  async #reach(call: Omit<HttpCall<z.ZodType>, 'answer'>, deadlineMs: number): Promise<Response> {
    try {
      return await this.#fetch(`${this.#baseUrl}${API_PREFIX}${call.path}`, {
        method: call.method,
        headers: {
          accept: call.accept === undefined ? 'application/json' : `${call.accept}, application/json`,
          ...contentTypeOf(call.body),
          ...(call.token === undefined ? {} : { authorization: `Bearer ${call.token}` }),
        },
        ...(call.body === undefined ? {} : { body: call.body instanceof Blob ? call.body : JSON.stringify(call.body) }),
        signal: AbortSignal.timeout(deadlineMs),
      });
    } catch {
      throw new Unreachable('No server answered.'); // Fetch rejects only for that: no network, no answer in time.
    }
  }
}

/** What an answer means. @throws {Refusal} or {@link Unreachable}, as `Http` does. */
export function answerOf<S extends z.ZodType>(status: number, body: unknown, schema: S): z.output<S> {
  if (status < 200 || status > 299) throw refusalOf(status, body);
  const parsed = schema.safeParse(body);
  if (!parsed.success)
    throw new Refusal('internal', 'The server answered in a way this page does not know. Reload it.');
  return parsed.data;
}

function contentTypeOf(body: object | undefined): Record<string, string> {
  if (body === undefined) return {};
  return { 'content-type': body instanceof Blob ? body.type : 'application/json' };
}

function refusalOf(status: number, body: unknown): Error {
  const problem = Problem.safeParse(body);
  if (problem.success) return new Refusal(knownCode(problem.data.code), problem.data.detail, problem.data.issue);
  if (GATEWAY_STATUSES.has(status)) return new Unreachable('Only a proxy answered.');
  return new Refusal('internal', 'The server answered in a way this page does not know.');
}

function knownCode(code: string): RefusalCode {
  return RefusalCodes.find((known) => known === code) ?? 'internal';
}
