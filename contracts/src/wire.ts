import { z } from 'zod';
import { WireError } from './errors.js';

/** One question a caller may put on a wire, and the shape of its answer. */
export interface RequestSpec<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  readonly input: I;
  readonly output: O;
  /** How long the caller waits before it gives up, in ms. */
  readonly deadlineMs: number;
  /** True when asking twice does no more than asking once. Only then may a link ask again by itself. */
  readonly isRepeatable: boolean;
  /** One sentence for the protocol page. */
  readonly about: string;
}

/** One fact a side announces; nobody answers it. */
export interface EventSpec<P extends z.ZodType = z.ZodType> {
  readonly payload: P;
  /** One sentence for the protocol page. */
  readonly about: string;
}

export type RequestMap = Readonly<Record<string, RequestSpec>>;
export type EventMap = Readonly<Record<string, EventSpec>>;

/** What the caller writes, before parsing fills in defaults. */
export type Asked<M extends RequestMap, K extends keyof M> = z.input<M[K]['input']>;
/** What the answerer receives, after parsing. */
export type Input<M extends RequestMap, K extends keyof M> = z.output<M[K]['input']>;
export type Output<M extends RequestMap, K extends keyof M> = z.output<M[K]['output']>;
export type Payload<E extends EventMap, K extends keyof E> = z.output<E[K]['payload']>;

export type Reply<T> = { readonly ok: true; readonly data: T } | { readonly ok: false; readonly error: WireError };

/** Listener signatures of a typed socket, derived from a contract and never written by hand. */
export type Questions<M extends RequestMap> = {
  [K in keyof M & string]: (input: Asked<M, K>, reply: (reply: Reply<Output<M, K>>) => void) => void;
};
export type Notices<E extends EventMap> = { [K in keyof E & string]: (payload: Payload<E, K>) => void };

export const Nothing = z.strictObject({});

/** Declares a request. The deadline defaults to 5 s, which outlasts one TURN-relayed round trip many times over. */
export function request<I extends z.ZodType, O extends z.ZodType = typeof Nothing>(spec: {
  readonly about: string;
  readonly input: I;
  readonly output?: O;
  readonly deadlineMs?: number;
  readonly isRepeatable?: boolean;
}): RequestSpec<I, O> {
  return {
    about: spec.about,
    input: spec.input,
    output: spec.output ?? (Nothing as unknown as O),
    deadlineMs: spec.deadlineMs ?? 5_000,
    isRepeatable: spec.isRepeatable ?? false,
  };
}

/** Declares an event. */
export function event<P extends z.ZodType>(about: string, payload: P): EventSpec<P> {
  return { about, payload };
}

/** The acknowledgement of a request, as it travels. */
export function replySchema<O extends z.ZodType>(output: O) {
  return z.discriminatedUnion('ok', [
    z.strictObject({ ok: z.literal(true), data: output }),
    z.strictObject({ ok: z.literal(false), error: WireError }),
  ]);
}
