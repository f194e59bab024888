import {
  signalling,
  type Asked,
  type Output,
  type Payload,
  type RefusalCode,
  type SignallingEvents,
  type SignallingRequests,
} from '#contracts';
import type { Readable } from '../store.js';

export type SignalState =
  | { readonly kind: 'closed' }
  /** `why` is what the server turned the last try down with, where another one may fare better. */
  | { readonly kind: 'connecting'; readonly why?: RefusalCode }
  /** `epoch` tells one connection from the next: what the server knew of the last one, it has to be told again. */
  | { readonly kind: 'open'; readonly epoch: number }
  /** The server turned the connection itself down; trying again would not help. */
  | { readonly kind: 'refused'; readonly code: RefusalCode };

export type EventName = keyof SignallingEvents;
export type RequestName = keyof SignallingRequests;

/** An event that passed its schema. */
type WireEvent = {
  [K in EventName]: { readonly name: K; readonly payload: Payload<SignallingEvents, K> };
}[EventName];

/** The server ends a connection on purpose. Only the line itself has to hear of it. */
export type ClosingEvent = Extract<WireEvent, { readonly name: `connection.${string}` }>;
/** What the call hears of. */
export type SignalEvent = Exclude<WireEvent, ClosingEvent>;

/** The browser's line to the server, from the call's side. */
export interface Signal {
  readonly state: Readable<SignalState>;
  /** Opens the line and keeps it open: whenever it is lost, a new one is tried until `close`. */
  connect(): void;
  /** Gives the present connection up for a new one at once, or hurries the next try. */
  reconnect(): void;
  /**
   * @throws {Refusal} the server's own; `timeout` also when the line is not open or was lost meanwhile. Nothing is kept for later:
   * after a new connection the server must hear `meeting.resume` before anything else.
   */
  request<K extends RequestName>(name: K, input: Asked<SignallingRequests, K>): Promise<Output<SignallingRequests, K>>;
  /** In the order of arrival. Returns what stops the listening. */
  listen(listener: (event: SignalEvent) => void): () => void;
  /** For good. */
  close(): void;
}

/** What came off the wire as an event; undefined for a name that is not known or a payload that does not fit. */
export function parseEvent(name: string, raw: unknown): WireEvent | undefined {
  if (!Object.hasOwn(signalling.events, name)) return undefined;
  const spec = signalling.events[name as keyof SignallingEvents];
  const parsed = spec.payload.safeParse(raw);
  return parsed.success ? ({ name, payload: parsed.data } as WireEvent) : undefined;
}
