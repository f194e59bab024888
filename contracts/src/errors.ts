import { z } from 'zod';
import { fieldIssueOf, type FieldIssue } from './field-issue.js';
import { unitsAtMost } from './text.js';

/** Every way a request can be turned down. `http` serves the REST edge; `again` tells the client whether a retry can help. */
export const REFUSALS = {
  'invalid-input': { http: 400, again: false },
  unauthenticated: { http: 401, again: false },
  forbidden: { http: 403, again: false },
  /** Newcomers wait in the lobby until a host lets them in. */
  lobby: { http: 403, again: false },
  /** A host has locked the meeting. */
  locked: { http: 403, again: false },
  /** The room's password must be shown first. */
  password: { http: 403, again: false },
  /** A host has removed this person from the meeting, or turned them away. */
  removed: { http: 403, again: false },
  'not-found': { http: 404, again: false },
  'meeting-ended': { http: 410, again: false },
  'seat-lost': { http: 409, again: false },
  conflict: { http: 409, again: false },
  'room-full': { http: 409, again: true },
  'limit-reached': { http: 409, again: false },
  'too-many-requests': { http: 429, again: true },
  internal: { http: 500, again: false },
  'media-unavailable': { http: 503, again: true },
  unavailable: { http: 503, again: true },
  /** No further connection fits this server; those that stand are not touched. */
  'server-full': { http: 503, again: true },
  timeout: { http: 504, again: true },
} as const satisfies Record<string, { http: number; again: boolean }>;

export type RefusalCode = keyof typeof REFUSALS;

export const RefusalCodes = Object.keys(REFUSALS) as [RefusalCode, ...RefusalCode[]];

/** Longest sentence an error carries, in UTF-16 code units. */
export const ERROR_MESSAGE_MAX_UNITS = 200;

export const WireError = z.strictObject({
  code: z.enum(RefusalCodes),
  /** A plain sentence, fit to show a person. Never a stack, a path or an id of ours. */
  message: z.string().max(ERROR_MESSAGE_MAX_UNITS).check(unitsAtMost(ERROR_MESSAGE_MAX_UNITS)),
});
export type WireError = z.output<typeof WireError>;

/** The caller asked for something we will not do. Expected; it is answered, counted, and not logged as an error. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: RefusalCode;
  /** Which field is meant, and what is wrong with it, where it is about one. */
  readonly issue: FieldIssue | undefined;

  constructor(code: RefusalCode, message: string, issue?: FieldIssue) {
    super(message);
    this.code = code;
    this.issue = issue;
  }
}

/**
 * Maps whatever was thrown to what may leave the process. The single place that does so.
 * Anything that is no Refusal and no failed parse is a fault of ours: it is handed to `onFault` whole, and the caller
 * learns nothing of it.
 */
export function toWireError(thrown: unknown, onFault: (fault: unknown) => void): WireError {
  if (thrown instanceof Refusal)
    return { code: thrown.code, message: thrown.message.slice(0, ERROR_MESSAGE_MAX_UNITS) };
  if (thrown instanceof InvalidInput) return { code: 'invalid-input', message: thrown.message };
  onFault(thrown);
  return { code: 'internal', message: 'Something went wrong on our side.' };
}

/** What came in does not fit its schema. Kept apart from `z.ZodError`, which inside a handler would be a fault of ours. */
export class InvalidInput extends Error {
  override readonly name = 'InvalidInput';
  readonly issue: FieldIssue;

  constructor(error: z.ZodError) {
    const issue = fieldIssueOf(error);
    super(`${issue.field}: ${error.issues[0]?.message ?? 'is not valid'}`.slice(0, ERROR_MESSAGE_MAX_UNITS));
    this.issue = issue;
  }
}

/**
 * Parses what came over a wire.
 *
 * @throws {InvalidInput} naming the first thing that does not fit.
 */
export function parseInput<S extends z.ZodType>(schema: S, raw: unknown): z.output<S> {
  const parsed = schema.safeParse(raw, { reportInput: true });
  if (!parsed.success) throw new InvalidInput(parsed.error);
  return parsed.data;
}
