import {
  CONSUMERS_MAX_COUNT,
  kindOf,
  type ConsumerId,
  type ConsumerOffer,
  type FlowState,
  type MediaSource,
  type ParticipantId,
  type ProducerId,
} from '#contracts';
import type { LocalFigures } from '../insight/model.js';
import type { RtcReceiver, RtcTransport } from './rtc.js';

/** A stream that should flow and of which nothing came for so long gets its step done again, in ms. Source: RELIABILITY R15. */
const SILENCE_MAX_MS = 5_000;
/** What was lost with its transports, and does not come again, is shown for so long. */
const LAST_PICTURE_MAX_MS = 10_000;

interface Parts {
  /** The stream to show for a source of somebody; undefined when it is over. */
  readonly show: (participantId: ParticipantId, source: MediaSource, track: MediaStreamTrack | undefined) => void;
  /** Lets the server send them. Never rejects. */
  readonly ready: (consumerIds: readonly ConsumerId[]) => Promise<void>;
  /** A stream stays silent whatever is tried; new transports may help. */
  readonly onStuck: () => void;
  readonly onFault: (fault: unknown) => void;
}

interface Flow {
  readonly consumerId: ConsumerId;
  readonly state: FlowState;
}

/** A source of which the last picture is still shown; since when is known from the first look on. */
interface Left {
  readonly offer: ConsumerOffer;
  sinceMs: number | undefined;
}

interface Entry {
  readonly offer: ConsumerOffer;
  receiver: RtcReceiver | undefined;
  isBeingSetUp: boolean;
  /** When it last had reason to be silent, or was nudged; undefined before the first look. */
  sinceMs: number | undefined;
  /** As the server says: whether anything should be coming. */
  isExpected: boolean;
  stage: 'expected' | 'nudged' | 'given-up' | 'flowing';
}

/**
 * The streams that come in: those the server offers, no more and no fewer. News may come in any order: a stream may end while it
 * is being set up, before it was offered, or belong to somebody nobody has heard of yet.
 */
export class Receivers {
  readonly #parts: Parts;
  readonly #entries = new Map<ConsumerId, Entry>();
  /** Streams that are over, in case their offer comes only now. The oldest are forgotten. */
  readonly #over = new Set<ConsumerId>();
  /** Streams that cost a rebuild once; one more would not help them. */
  readonly #hopeless = new Set<ProducerId>();
  readonly #left = new Map<string, Left>();
  #transport: RtcTransport | undefined;
  #isQuiet = false;
  #isChecking = false;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** What is set up or being set up, for tests and reports. */
  get consumerIds(): readonly ConsumerId[] {
    return [...this.#entries.keys()];
  }

  /**
   * Begins anew on other transports. Everything keeps its last picture until the new one comes, or its sender stops, since what
   * was lost on the way is mostly about to be published again. Of quiet ones no sound is shown before `sound`.
   */
  rebuild(
    transport: RtcTransport | undefined,
    offers: readonly ConsumerOffer[],
    how: 'aloud' | 'quiet' = 'aloud',
  ): Promise<void> {
    this.#isQuiet = how === 'quiet';
    const before = [...this.#entries.values()];
    this.#entries.clear();
    this.#over.clear();
    this.#transport = transport;
    for (const entry of before) {
      entry.receiver?.close();
      if (entry.receiver !== undefined)
        this.#left.set(sourceOf(entry.offer), { offer: entry.offer, sinceMs: undefined });
    }
    if (transport === undefined) this.#clearLeft(() => true);
    return this.#take(offers, 'flows-by-itself');
  }

  /** Shows the sounds that were set up quietly, and those that come from here on. */
  sound(): void {
    if (!this.#isQuiet) return;
    this.#isQuiet = false;
    for (const { offer, receiver } of this.#entries.values())
      if (receiver !== undefined && kindOf(offer.source) === 'audio') this.#show(offer, receiver.track);
  }

  /** The server's whole list for the transports there are: closes what is not in it and sets up what is new. */
  reconcile(offers: readonly ConsumerOffer[]): Promise<void> {
    this.#over.clear();
    const listed = new Set(offers.map(({ consumerId }) => consumerId));
    this.#end([...this.#entries.keys()].filter((consumerId) => !listed.has(consumerId)));
    return this.#take(offers, 'wants-ready');
  }

  /** Never rejects. */
  open(offers: readonly ConsumerOffer[]): Promise<void> {
    return this.#take(
      offers.filter(({ consumerId }) => !this.#over.has(consumerId)),
      'wants-ready',
    );
  }

  /** What the server holds back, such as a video out of sight, is silent for a reason. */
  flowing(consumers: readonly Flow[]): void {
    for (const { consumerId, state } of consumers) {
      const entry = this.#entries.get(consumerId);
      // One that waits for our word that it is ready should have had it, and is looked after like one that should flow.
      if (entry !== undefined) entry.isExpected = state === 'flowing' || state === 'waiting';
    }
  }

  close(consumerIds: readonly ConsumerId[]): void {
    for (const consumerId of consumerIds) {
      this.#over.add(consumerId);
      if (this.#over.size > CONSUMERS_MAX_COUNT) this.#over.delete(this.#over.values().next().value as ConsumerId);
    }
    this.#end(consumerIds);
  }

  /**
   * Looks for streams that should flow and do not. To be called every second or so.
   *
   * @param isOn whether their sender says that they send it and have not muted it.
   */
  async check(nowMs: number, isOn: (offer: ConsumerOffer) => boolean): Promise<void> {
    if (this.#isChecking) return;
    this.#isChecking = true;
    this.#clearLeft((left) => !isOn(left.offer) || nowMs - (left.sinceMs ??= nowMs) >= LAST_PICTURE_MAX_MS);
    try {
      await this.#checkAll(nowMs, isOn);
    } finally {
      this.#isChecking = false;
    }
  }

  /** Whether a video should be coming in that `isOn` tells of. */
  hasVideo(isOn: (offer: ConsumerOffer) => boolean): boolean {
    return this.#videos(isOn).length > 0;
  }

  /** Whether a picture came of any of those. */
  async hasPicture(isOn: (offer: ConsumerOffer) => boolean): Promise<boolean> {
    const receivers = this.#videos(isOn).flatMap(({ receiver }) => receiver ?? []);
    const seen = await Promise.all(receivers.map((receiver) => receiver.hasPicture().catch(() => false))); // As in `#look`.
    return seen.includes(true);
  }

  /** How somebody's streams do at this end. Never rejects. */
  async figuresOf(participantId: ParticipantId): Promise<readonly LocalFigures[]> {
    const entries = [...this.#entries.values()].filter(({ offer }) => offer.participantId === participantId);
    const all = await Promise.all(
      entries.map(async ({ offer: { source }, receiver }) => {
        const figures = await receiver?.figures().catch(() => undefined); // It closed meanwhile.
        return figures === undefined ? [] : { source, ...figures };
      }),
    );
    return all.flat();
  }

  #videos(isOn: (offer: ConsumerOffer) => boolean): readonly Entry[] {
    return [...this.#entries.values()].filter(
      ({ offer, isExpected }) => kindOf(offer.source) === 'video' && isExpected && isOn(offer),
    );
  }

  async #checkAll(nowMs: number, isOn: (offer: ConsumerOffer) => boolean): Promise<void> {
    for (const entry of this.#entries.values()) {
      if (entry.stage === 'flowing' || entry.stage === 'given-up') continue;
      if (entry.sinceMs === undefined || !entry.isExpected || !isOn(entry.offer)) entry.sinceMs = nowMs;
      if (nowMs - entry.sinceMs >= SILENCE_MAX_MS) await this.#look(entry, nowMs);
    }
  }

  async #look(entry: Entry, nowMs: number): Promise<void> {
    const hasReceived = (await entry.receiver?.hasReceived().catch(() => false)) ?? false; // Stats fail for what just closed.
    if (this.#entries.get(entry.offer.consumerId) !== entry) return;
    entry.sinceMs = nowMs;
    if (hasReceived) {
      entry.stage = 'flowing';
      this.#hopeless.delete(entry.offer.producerId);
    } else if (entry.stage === 'expected') {
      entry.stage = 'nudged';
      if (entry.receiver === undefined && !entry.isBeingSetUp) await this.#setUp([entry], 'wants-ready');
      else await this.#parts.ready([entry.offer.consumerId]);
    } else {
      entry.stage = 'given-up';
      const isFirst = !this.#hopeless.has(entry.offer.producerId);
      if (this.#hopeless.size < CONSUMERS_MAX_COUNT) this.#hopeless.add(entry.offer.producerId);
      if (isFirst) this.#parts.onStuck();
    }
  }

  #take(offers: readonly ConsumerOffer[], how: 'flows-by-itself' | 'wants-ready'): Promise<void> {
    const fresh = offers
      .filter(({ consumerId }) => !this.#entries.has(consumerId))
      .map((offer): Entry => ({
        offer,
        receiver: undefined,
        isBeingSetUp: false,
        sinceMs: undefined,
        isExpected: true,
        stage: 'expected',
      }));
    for (const entry of fresh) this.#entries.set(entry.offer.consumerId, entry);
    return this.#setUp(fresh, how);
  }

  async #setUp(entries: readonly Entry[], how: 'flows-by-itself' | 'wants-ready'): Promise<void> {
    const transport = this.#transport;
    if (transport === undefined || entries.length === 0) return;
    // All in one go: the library negotiates together what is asked for in the same turn.
    const outcomes = await Promise.all(entries.map((entry) => this.#receive(transport, entry)));
    const ready = outcomes.filter((consumerId) => consumerId !== undefined);
    if (how === 'wants-ready' && ready.length > 0) await this.#parts.ready(ready);
  }

  async #receive(transport: RtcTransport, entry: Entry): Promise<ConsumerId | undefined> {
    const { consumerId } = entry.offer;
    const isWanted = (): boolean => this.#entries.get(consumerId) === entry && entry.receiver === undefined;
    entry.isBeingSetUp = true;
    try {
      const receiver = await transport.receive(entry.offer);
      if (!isWanted()) {
        receiver.close(); // It ended while it was being set up.
        return undefined;
      }
      entry.receiver = receiver;
      this.#show(entry.offer, receiver.track);
      return consumerId;
    } catch (fault) {
      if (isWanted() && this.#transport === transport) this.#parts.onFault(fault); // The look-out tries it again.
      return undefined;
    } finally {
      entry.isBeingSetUp = false;
    }
  }

  #end(consumerIds: readonly ConsumerId[]): void {
    for (const consumerId of consumerIds) {
      const entry = this.#entries.get(consumerId);
      if (entry === undefined) continue;
      this.#entries.delete(consumerId);
      entry.receiver?.close();
      // Somebody who published anew has the next stream on its way, or here already.
      const isReplaced = [...this.#entries.values()].some(
        ({ offer, receiver }) => receiver !== undefined && sourceOf(offer) === sourceOf(entry.offer),
      );
      if (!isReplaced) this.#show(entry.offer, undefined);
    }
  }

  #clearLeft(isOver: (left: Left) => boolean): void {
    for (const left of this.#left.values()) if (isOver(left)) this.#show(left.offer, undefined);
  }

  #show({ participantId, source }: ConsumerOffer, track: MediaStreamTrack | undefined): void {
    this.#left.delete(sourceOf({ participantId, source }));
    if (!this.#isQuiet || kindOf(source) === 'video') this.#parts.show(participantId, source, track);
  }
}

function sourceOf({ participantId, source }: Pick<ConsumerOffer, 'participantId' | 'source'>): string {
  return `${participantId}/${source}`;
}
