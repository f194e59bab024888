import { randomUUID } from 'node:crypto';
import {
  ConsumerId,
  Refusal,
  type ConsumerOffer,
  type MediaControlEvents,
  type MediaSessionId,
  type MeetingId,
  type ParticipantId,
  type Payload,
  type SignallingEvents,
  type Tuning,
} from '#contracts';
import { backoffMs, Settler, type Clock, type Log } from '#kernel';
import type { MediaHost } from './links/media-host.js';
import type { Published } from './plan.js';
import { Reception, type ReceptionNews } from './reception.js';
import { isSameTuning } from './tuning.js';

export type ViewerEvent = 'media.opened' | 'media.closed' | 'media.flowing' | 'media.quality';

type AdoptedConsumer = Pick<ConsumerOffer, 'consumerId' | 'producerId'>;
type Reported = Pick<Payload<MediaControlEvents, 'streams.changed'>['sessions'][number], 'consumers' | 'producers'>;

export interface ViewerTools {
  readonly host: MediaHost;
  readonly meetingId: MeetingId;
  readonly sessionId: MediaSessionId;
  readonly participantId: ParticipantId;
  /** What this viewer should receive now. Asked anew whenever it matters. */
  readonly plan: () => readonly Published[];
  /** How one of these is to reach this viewer now. */
  readonly tuning: (published: Published) => Tuning;
  /** False for one that comes in on another host and is not carried to this one yet. */
  readonly isHere: (published: Published) => boolean;
  /** Begins to carry it over; `settle` is called once it is here. */
  readonly bring: (published: Published) => void;
  /** False once the stream has ended at its source; its consumers ended with it. */
  readonly isPublished: (published: Published) => boolean;
  /** False while nobody is there to be told of new streams; they are opened when somebody is. */
  readonly isWatching: () => boolean;
  readonly announce: <K extends ViewerEvent>(name: K, payload: Payload<SignallingEvents, K>) => void;
  /** What is watched may have changed. */
  readonly onSettled: () => void;
  /** The host does not know the session any more. */
  readonly onLost: () => void;
  readonly clock: Clock;
  readonly log: Log;
}

/** One stream that stands, and how it is to reach its viewer. */
export interface Received {
  readonly published: Published;
  readonly consumerId: ConsumerId;
  readonly tuning: Tuning;
}

const RETRY = { firstMs: 100, maxMs: 5_000, jitterRatio: 0.3 };

/**
 * Drives what one viewer receives towards the plan: difference, close, open, tell. One attempt runs at a time, however
 * often it is asked; what fails is tried again, for as long as the session stands.
 */
export class Viewer {
  readonly #tools: ViewerTools;
  readonly #settler: Settler<void>;
  readonly #streams = new Map<Published, ConsumerId>();
  /** Ids of what was asked for and not answered, so that asking again finds what the lost answer was about. */
  readonly #asked = new Map<Published, ConsumerId>();
  /** What the host was last told of how each is to come. */
  readonly #tuned = new Map<ConsumerId, Tuning>();
  /** How they come, as the host reports it. */
  readonly reception: Reception;
  /** What the host left out: this viewer cannot decode it, or it ended meanwhile. */
  readonly #unfit = new WeakSet<Published>();
  readonly #toClose = new Set<ConsumerId>();
  #state: 'open' | 'closed' = 'open';
  #watched: Promise<void> | undefined;
  #failedCount = 0;
  #cancelRetry: () => void = () => undefined;

  constructor(tools: ViewerTools) {
    this.#tools = tools;
    this.#settler = new Settler(() => this.#reach());
    this.reception = new Reception(tools.participantId);
  }

  /** Call it whenever anything that the plan depends on may have changed. Never rejects, and waits for nobody. */
  settle(): void {
    if (this.#state === 'closed') return;
    this.#cancelRetry();
    const attempt = this.#settler.toward();
    if (attempt === this.#watched) return;
    this.#watched = attempt;
    attempt.then(
      () => (this.#failedCount = 0),
      (fault: unknown) => this.#failed(fault),
    );
  }

  /**
   * What the host reports as flowing to this viewer already, which the viewer is told by an answer and not by us.
   * `tuned` is how they were asked for; what is not in it is tuned anew.
   */
  adopt(consumers: readonly AdoptedConsumer[], tuned: ReadonlyMap<ConsumerId, Tuning> = new Map()): void {
    const planned = new Map(this.#tools.plan().map((published) => [published.producerId, published]));
    for (const { consumerId, producerId } of consumers) {
      const published = planned.get(producerId);
      if (published === undefined) this.#toClose.add(consumerId);
      else this.#streams.set(published, consumerId);
      if (published !== undefined) this.#asked.delete(published);
      const tuning = tuned.get(consumerId);
      if (tuning !== undefined) this.#tuned.set(consumerId, tuning);
    }
  }

  /** These are not carried to this host any more: they are over here, and are opened anew when they come again. */
  lost(published: Published): void {
    const consumerId = this.#streams.get(published);
    if (this.#state === 'closed' || consumerId === undefined) return;
    this.#streams.delete(published);
    this.#tuned.delete(consumerId);
    this.reception.forget([consumerId]);
    this.#tools.announce('media.closed', { consumerIds: [consumerId] });
  }

  /** Streams that stand, of those that this viewer should receive now. */
  standing(): ReadonlySet<ConsumerId> {
    const planned = new Set(this.#tools.plan());
    return new Set([...this.#streams].flatMap(([published, id]) => (planned.has(published) ? id : [])));
  }

  /** What this viewer receives or is about to, and how. */
  watched(): readonly (readonly [Published, Tuning])[] {
    if (this.#state === 'closed') return [];
    return [...this.#streams.keys(), ...this.#asked.keys()].map((one) => [one, this.#tools.tuning(one)] as const);
  }

  /** What this viewer receives of somebody, as far as it stands. */
  receivedOf(owner: ParticipantId): readonly Received[] {
    return [...this.#streams]
      .filter(([published]) => published.owner === owner)
      .map(([published, consumerId]) => ({ published, consumerId, tuning: this.#tools.tuning(published) }));
  }

  /** Ends a stream to this viewer and opens it anew. */
  reopen(published: Published): void {
    const consumerId = this.#streams.get(published);
    this.#unfit.delete(published);
    if (consumerId !== undefined) {
      this.#streams.delete(published);
      this.#tuned.delete(consumerId);
      this.#toClose.add(consumerId);
      this.reception.forget([consumerId]);
      this.#tools.announce('media.closed', { consumerIds: [consumerId] });
    }
    this.settle();
  }

  /** What the host reports of how streams reach this viewer, and how their own come in. */
  reported({ consumers, producers }: Reported): void {
    if (this.#state === 'closed') return;
    const owners = new Map([...this.#streams].map(([{ owner }, consumerId]) => [consumerId, owner]));
    this.#announceNews(this.reception.note(consumers, (consumerId) => owners.get(consumerId)));
    this.#announceNews(this.reception.noteSent(producers));
  }

  /** Tells all of it again: a socket that knows nothing came. */
  retell(): void {
    if (this.#state === 'open') this.#announceNews(this.reception.all());
  }

  /**
   * The viewer has set these up: let them flow. Those that are not its own, or have ended, are passed over.
   *
   * @throws {Refusal} `media-unavailable` when the host did not confirm.
   */
  async ready(consumerIds: readonly ConsumerId[]): Promise<void> {
    const own = new Set(this.#streams.values());
    const known = consumerIds.filter((id) => own.has(id));
    const { host, meetingId, sessionId } = this.#tools;
    if (known.length > 0) await host.ask('consumer.resume', { meetingId, sessionId, consumerIds: known });
  }

  /** After this nothing is opened, closed or told any more. Safe to repeat. */
  close(): void {
    this.#state = 'closed';
    this.#cancelRetry();
  }

  snapshot() {
    const { sessionId } = this.#tools;
    const counts = { streamCount: this.#streams.size, askedCount: this.#asked.size, toCloseCount: this.#toClose.size };
    return { sessionId, state: this.#state, failedCount: this.#failedCount, ...counts };
  }

  async #reach(): Promise<void> {
    // Changes of one turn are taken together, and whoever was just answered has the answer before any news of ours.
    await new Promise<void>((resolve) => void setImmediate(resolve));
    await this.#closeRest();
    await this.#openMissing();
    await this.#tune();
    this.#tools.onSettled();
  }

  async #closeRest(): Promise<void> {
    if (this.#state === 'closed') return;
    const planned = new Set(this.#tools.plan());
    const over = [...this.#streams].filter(([published]) => !planned.has(published));
    for (const [published, consumerId] of over) {
      this.#streams.delete(published);
      this.#tuned.delete(consumerId);
      if (this.#tools.isPublished(published)) this.#toClose.add(consumerId);
    }
    this.reception.forget(over.map(([, consumerId]) => consumerId));
    this.#closeUnanswered(planned);
    if (over.length > 0)
      this.#tools.announce('media.closed', { consumerIds: over.map(([, consumerId]) => consumerId) });
    if (this.#toClose.size === 0) return;
    const consumerIds = [...this.#toClose];
    const { host, meetingId, sessionId } = this.#tools;
    await host.ask('consumer.close', { meetingId, sessionId, consumerIds });
    for (const id of consumerIds) this.#toClose.delete(id);
  }

  /** What was asked for, never answered, and is not wanted any more may have been opened all the same. */
  #closeUnanswered(planned: ReadonlySet<Published>): void {
    for (const [published, consumerId] of this.#asked) {
      if (planned.has(published)) continue;
      this.#asked.delete(published);
      if (this.#tools.isPublished(published)) this.#toClose.add(consumerId);
    }
  }

  async #openMissing(): Promise<void> {
    if (this.#state === 'closed' || !this.#tools.isWatching()) return;
    const all = this.#tools.plan().filter((one) => !this.#streams.has(one) && !this.#unfit.has(one));
    const missing = all.filter((one) => this.#tools.isHere(one));
    for (const one of all) if (!missing.includes(one)) this.#tools.bring(one);
    if (missing.length === 0) return;
    const wishes = missing.map((published) => ({
      consumerId: this.#idFor(published),
      producerId: published.producerId,
      tuning: this.#tools.tuning(published),
    }));
    // Publishers are to begin while the host is still being asked.
    this.#tools.onSettled();
    const { host, meetingId, sessionId } = this.#tools;
    const { consumers } = await host.ask('consumer.open', { meetingId, sessionId, consumers: wishes });
    if (this.#isClosed()) return;
    // The plan may have changed while we waited: what came is noted as it is, and the next attempt mends the rest.
    const told = new Set(this.#streams.values());
    for (const published of missing) this.#note(published, consumers);
    for (const { consumerId, tuning } of wishes) {
      if (consumers.some((offer) => offer.consumerId === consumerId)) this.#tuned.set(consumerId, tuning);
    }
    // A resume's answer may have overtaken this one, and has told of some already.
    const news = consumers.filter(({ consumerId }) => !told.has(consumerId));
    if (news.length > 0) this.#tools.announce('media.opened', { consumers: news });
  }

  async #tune(): Promise<void> {
    if (this.#isClosed()) return;
    const changed = [...this.#streams].flatMap(([published, consumerId]) => {
      const tuning = this.#tools.tuning(published);
      return isSameTuning(this.#tuned.get(consumerId), tuning) ? [] : { consumerId, tuning };
    });
    if (changed.length === 0) return;
    const { host, meetingId, sessionId } = this.#tools;
    await host.ask('consumer.tune', { meetingId, sessionId, consumers: changed });
    for (const { consumerId, tuning } of changed) this.#tuned.set(consumerId, tuning);
  }

  #announceNews({ flowing, people }: ReceptionNews): void {
    if (flowing.length > 0) this.#tools.announce('media.flowing', { consumers: flowing });
    if (people.length > 0) this.#tools.announce('media.quality', { people });
  }

  #note(published: Published, consumers: readonly ConsumerOffer[]): void {
    if (this.#streams.has(published)) return;
    const consumerId = this.#asked.get(published);
    this.#asked.delete(published);
    if (consumerId !== undefined && consumers.some((offer) => offer.consumerId === consumerId)) {
      this.#streams.set(published, consumerId);
    } else if (this.#tools.isHere(published)) {
      this.#unfit.add(published);
    }
  }

  #idFor(published: Published): ConsumerId {
    const id = this.#asked.get(published) ?? ConsumerId.parse(randomUUID());
    this.#asked.set(published, id);
    return id;
  }

  #isClosed(): boolean {
    return this.#state === 'closed';
  }

  #failed(fault: unknown): void {
    if (this.#state === 'closed') return;
    const { clock, host, log, meetingId, sessionId } = this.#tools;
    if (fault instanceof Refusal && fault.code === 'not-found') return this.#tools.onLost();
    if (!(fault instanceof Refusal))
      log.error({ meetingId, sessionId, fault }, 'what a viewer receives could not be settled');
    if (!host.isUp) return; // The session ended with its host, and is placed anew as a whole.
    this.#cancelRetry = clock.after(backoffMs(RETRY, this.#failedCount), () => this.settle());
    this.#failedCount += 1;
  }
}
