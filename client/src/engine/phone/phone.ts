import {
  CallId,
  Refusal,
  RING_MS,
  type Call,
  type ConversationId,
  type IdentityId,
  type Output,
  type RoomId,
  type SignallingRequests,
} from '#contracts';
import { backoffMs, Listeners, type BackoffOptions, type Clock } from '#kernel';
import type { Signal, SignalEvent } from '../signal/signal.js';
import { Store } from '../store.js';
import type { CallEntrance, CallMedia, OutgoingCall, PhoneView } from './model.js';

type Line = Pick<Signal, 'request'>;
type Admission = Output<SignallingRequests, 'call.start'>;
export type PhoneEvent = Extract<SignalEvent, { readonly name: `call.${string}` }>;

const RETRY: BackoffOptions = { firstMs: 500, maxMs: 10_000, jitterRatio: 0.5 };
/** The server ends the ringing; this is for when its word of that was lost. */
const RING_AT_MOST_MS = RING_MS + 5_000;

interface Parts {
  readonly clock: Clock;
  readonly onFault: (fault: unknown) => void;
  readonly random?: () => number;
}

/**
 * Calls from this device's side: what rings here, and what was dialled here. The server decides who was first; whatever it says
 * of a call replaces what was known of it.
 */
export class Phone implements PhoneView {
  readonly incoming = new Store<readonly Call[]>([]);
  readonly outgoing = new Store<OutgoingCall | undefined>(undefined);
  readonly running = new Store<ReadonlyMap<ConversationId, Call>>(new Map());
  readonly inRooms = new Store<ReadonlyMap<RoomId, Call>>(new Map());
  readonly #parts: Parts;
  readonly #entrances: Listeners<CallEntrance>;
  readonly #silences = new Map<CallId, () => void>();
  #line: Line | undefined;
  #selfId: IdentityId | undefined;
  /** Where calls take place that this person made or took. */
  readonly #places = new Map<CallId, RoomId>();
  /** Where calls take place that ring here. */
  readonly #doors = new Map<CallId, RoomId>();
  /** Where a call that was dialled here takes place. */
  #admission: Admission | undefined;
  #epoch = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#entrances = new Listeners<CallEntrance>(parts.onFault);
  }

  /** There is a line, for the first time or again: what rang meanwhile is asked for. */
  attach(line: Line, selfId: IdentityId): void {
    this.#line = line;
    this.#selfId = selfId;
    this.#epoch += 1;
    void this.#catchUp(line, this.#epoch);
  }

  /** The line is lost. What rings goes on ringing: most lines are back at once. */
  detach(): void {
    this.#epoch += 1;
    this.#line = undefined;
  }

  /** Somebody signed out here. */
  clear(): void {
    this.detach();
    for (const call of this.incoming.get()) this.#silence(call.callId);
    this.outgoing.set(undefined);
    this.running.set(new Map());
    this.inRooms.set(new Map());
    this.#places.clear();
    this.#doors.clear();
    this.#admission = undefined;
  }

  roomOf(callId: CallId): RoomId | undefined {
    return this.#doors.get(callId);
  }

  take(event: PhoneEvent): void {
    if (event.name === 'call.rings') this.#doors.set(event.payload.call.callId, event.payload.roomId);
    this.#learn(event.payload.call);
  }

  onEntrance(listener: (entrance: CallEntrance) => void): () => void {
    return this.#entrances.listen(listener);
  }

  async dial(conversationId: ConversationId, media: CallMedia): Promise<void> {
    const before = this.outgoing.get();
    if (before !== undefined && before.kind !== 'over') return;
    this.#admission = undefined;
    const starting: OutgoingCall = { kind: 'starting', conversationId, media };
    this.outgoing.set(starting);
    const callId = CallId.parse(crypto.randomUUID());
    try {
      const admission = await this.#connected().request('call.start', { conversationId, callId, media });
      // Given up while it was on its way.
      if (this.outgoing.get() !== starting) {
        await this.#giveUp(admission.call.callId);
        return;
      }
      this.#admission = admission;
      this.#places.set(callId, admission.roomId);
      const { call, roomId } = admission;
      this.outgoing.set({ kind: 'ringing', conversationId, media, call, roomId });
      this.#learn(admission.call);
    } catch {
      if (this.outgoing.get() === starting) this.#over(starting, 'failed');
    }
  }

  async accept(call: Call): Promise<void> {
    const admission = await this.#connected().request('call.accept', { callId: call.callId });
    this.#silence(call.callId);
    this.#places.set(call.callId, admission.roomId);
    this.#noteInRoom(admission.call);
    await this.hangUp();
    // How one comes in is one's own choice, not that of who called.
    this.#enter({ ...admission, call: { ...admission.call, media: call.media } });
  }

  async decline(call: Call, message?: string): Promise<void> {
    const input = { callId: call.callId, ...(message === undefined ? {} : { message }) };
    await this.#connected().request('call.decline', input);
    this.#silence(call.callId);
  }

  async add(callId: CallId, identityIds: readonly IdentityId[]): Promise<void> {
    const { call } = await this.#connected().request('call.add', { callId, identityIds: [...identityIds] });
    this.#learn(call);
  }

  async hangUp(): Promise<void> {
    const outgoing = this.outgoing.get();
    this.outgoing.set(undefined);
    if (outgoing?.kind === 'ringing') await this.#giveUp(outgoing.call.callId);
  }

  /** Never rejects: a call that was not given up in time ends by itself. */
  async #giveUp(callId: CallId): Promise<void> {
    await this.#line?.request('call.hangUp', { callId }).catch(() => undefined);
  }

  /** What is known of a call by now, from whomever. */
  #learn(call: Call): void {
    if (this.#ringsIn(call)) this.#ring(call);
    else this.#silence(call.callId);
    this.#noteRunning(call);
    this.#noteInRoom(call);
    const outgoing = this.outgoing.get();
    if (outgoing?.kind !== 'ringing' || outgoing.call.callId !== call.callId) return;
    if (call.state === 'running') return this.#answered();
    if (call.state === 'ended') return this.#ended(outgoing, call);
    this.outgoing.set({ ...outgoing, call });
  }

  #ringsIn({ callees, state }: Call): boolean {
    const mine = callees.find(({ identityId }) => identityId === this.#selfId);
    return mine?.state === 'ringing' && state !== 'ended';
  }

  #ring(call: Call): void {
    const others = this.incoming.get().filter(({ callId }) => callId !== call.callId);
    this.incoming.set([...others, call]);
    if (this.#silences.has(call.callId)) return;
    this.#silences.set(
      call.callId,
      this.#parts.clock.after(RING_AT_MOST_MS, () => this.#silence(call.callId)),
    );
  }

  #silence(callId: CallId): void {
    this.#silences.get(callId)?.();
    this.#silences.delete(callId);
    this.#doors.delete(callId);
    const rest = this.incoming.get().filter((call) => call.callId !== callId);
    if (rest.length !== this.incoming.get().length) this.incoming.set(rest);
  }

  #noteRunning(call: Call): void {
    const running = new Map(this.running.get());
    if (call.state === 'running') running.set(call.conversationId, call);
    else if (running.get(call.conversationId)?.callId !== call.callId) return;
    else running.delete(call.conversationId);
    this.running.set(running);
  }

  #noteInRoom(call: Call): void {
    const roomId = this.#places.get(call.callId);
    if (roomId === undefined) return;
    const inRooms = new Map(this.inRooms.get());
    if (call.state === 'running') inRooms.set(roomId, call);
    else inRooms.delete(roomId);
    if (call.state === 'ended') this.#places.delete(call.callId);
    this.inRooms.set(inRooms);
  }

  #answered(): void {
    const admission = this.#admission;
    this.#admission = undefined;
    this.outgoing.set(undefined);
    if (admission !== undefined) this.#enter(admission);
  }

  #ended(outgoing: OutgoingCall, call: Call): void {
    if (call.outcome === 'cancelled' || call.outcome === 'answered') return this.outgoing.set(undefined);
    this.#over(outgoing, call.outcome ?? 'missed', call.callees.find(({ message }) => message !== undefined)?.message);
  }

  #over(
    { conversationId, media }: OutgoingCall,
    why: Extract<OutgoingCall, { kind: 'over' }>['why'],
    message?: string,
  ): void {
    this.#admission = undefined;
    this.outgoing.set({ kind: 'over', conversationId, media, why, message });
  }

  #enter({ call: { conversationId, media }, roomId }: Admission): void {
    this.#entrances.tell({ roomId, conversationId, media });
  }

  /** Never rejects: asks again for as long as this line is there. */
  async #catchUp(line: Line, epoch: number, failedCount = 0): Promise<void> {
    try {
      const { calls, places } = await line.request('call.current', {});
      if (epoch !== this.#epoch) return;
      const known = new Set(calls.map(({ callId }) => callId));
      for (const { callId } of this.incoming.get()) if (!known.has(callId)) this.#silence(callId);
      this.running.set(new Map());
      this.inRooms.set(new Map());
      this.#places.clear();
      const ringing = new Set(calls.filter((call) => this.#ringsIn(call)).map(({ callId }) => callId));
      for (const { callId, roomId } of places) (ringing.has(callId) ? this.#doors : this.#places).set(callId, roomId);
      for (const call of calls) this.#learn(call);
      this.#missOutgoing(known);
    } catch {
      const delayMs = backoffMs(RETRY, failedCount, this.#parts.random);
      this.#parts.clock.after(delayMs, () => {
        if (epoch === this.#epoch) void this.#catchUp(line, epoch, failedCount + 1);
      });
    }
  }

  /** It ended while there was no line; how, its entry in the conversation tells. */
  #missOutgoing(known: ReadonlySet<CallId>): void {
    const outgoing = this.outgoing.get();
    if (outgoing?.kind === 'ringing' && !known.has(outgoing.call.callId)) this.#over(outgoing, 'missed');
  }

  /** @throws {Refusal} `timeout` while there is no line. */
  #connected(): Line {
    if (this.#line === undefined) throw new Refusal('timeout', 'There is no connection.');
    return this.#line;
  }
}
