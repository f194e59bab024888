import { randomUUID } from 'node:crypto';
import { RelayId, type ProducerId, type RelayInventory } from '#contracts';
import { backoffMs, type Clock, type Log } from '#kernel';
import type { LiveMeeting } from '../meetings/live-meeting.js';
import type { MediaHost } from './links/media-host.js';
import type { Published } from './plan.js';

/** A stream is carried on for so long after the last who received it there: people page back and forth. */
const REVIEW_AFTER_MS = 100;
const RETRY = { firstMs: 100, maxMs: 5_000, jitterRatio: 0.3 };

export interface RelaysTools {
  readonly live: LiveMeeting;
  readonly clock: Clock;
  readonly log: Log;
  /** Where a stream comes in; undefined when it is over. */
  readonly homeOf: (published: Published) => MediaHost | undefined;
  /** What those on this host should receive, wherever it comes in. */
  readonly wantedOn: (host: MediaHost) => ReadonlySet<Published>;
  readonly isOn: (host: MediaHost) => boolean;
  /** Somebody on this host is to hear it, whoever is louder. */
  readonly isKeptFor: (host: MediaHost, published: Published) => boolean;
  /** A stream can be had on this host from now on, or was had there and is lost. */
  readonly onChanged: (host: MediaHost, change: 'carried' | 'lost', published: Published) => void;
}

interface Relay {
  readonly relayId: RelayId;
  readonly published: Published;
  readonly from: MediaHost;
  readonly to: MediaHost;
  state: 'opening' | 'open';
  /** As the receiving end was last told. */
  isPaused: boolean | undefined;
  /** As the sending end was last told. */
  isKept: boolean;
}

/** What comes in on one host from others. */
export interface FoundRelays {
  readonly host: MediaHost;
  readonly found: readonly RelayInventory[];
  /** All that carry the meeting. */
  readonly hosts: ReadonlySet<MediaHost>;
  readonly of: (producerId: ProducerId) => Published | undefined;
}

/**
 * The streams of one meeting that are carried from one media host to another: each once for all who receive it there,
 * begun for the first of them and ended after the last.
 */
export class Relays {
  readonly #tools: RelaysTools;
  readonly #relays = new Map<MediaHost, Map<Published, Relay>>();
  readonly #failedCounts = new WeakMap<Published, number>();
  #cancelReview: (() => void) | undefined;
  #state: 'open' | 'closed' = 'open';

  constructor(tools: RelaysTools) {
    this.#tools = tools;
  }

  /** True when a stream can be received on this host: it comes in there, or is carried to it. */
  carries(published: Published, to: MediaHost): boolean {
    return this.#tools.homeOf(published) === to || this.#find(published, to)?.state === 'open';
  }

  /** Begins to carry a stream over, unless that has begun. Nobody waits for it: `onChanged` says when it is there. */
  bring(published: Published, to: MediaHost): void {
    const from = this.#tools.homeOf(published);
    if (this.#state === 'closed' || from === undefined || from === to || this.#find(published, to) !== undefined)
      return;
    const relay: Relay = {
      relayId: RelayId.parse(randomUUID()),
      published,
      from,
      to,
      state: 'opening',
      isPaused: undefined,
      isKept: false,
    };
    this.#enter(relay);
    this.#open(relay).catch((fault: unknown) => this.#failed(relay, fault));
  }

  /** Brings the word of a mute to where a stream is carried; what is let in is decided where it comes in. */
  followPause(published: Published): void {
    for (const relay of this.#of(published)) this.#tellPause(relay);
  }

  /** What is wanted where may have changed. Looked through soon, not at once. */
  reviewSoon(): void {
    if (this.#state === 'closed' || this.#relays.size === 0) return;
    this.#cancelReview ??= this.#tools.clock.after(REVIEW_AFTER_MS, () => {
      this.#cancelReview = undefined;
      this.#review();
    });
  }

  /** A host is gone: nothing is carried to it or from it any more. */
  drop(host: MediaHost): void {
    for (const relay of this.#all()) if (relay.from === host || relay.to === host) this.#end(relay);
  }

  /** These ended on the host that takes them in, whose worker died. Unknown ones are passed over. */
  lost(host: MediaHost, relayIds: ReadonlySet<RelayId>): void {
    for (const relay of this.#all()) {
      if (relay.to !== host || !relayIds.has(relay.relayId)) continue;
      this.#end(relay);
      this.#tools.onChanged(host, 'lost', relay.published);
    }
  }

  /** What a host carries, found again after this node's predecessor died. */
  takeUp({ host, found, hosts, of }: FoundRelays): void {
    for (const { relayId, producerId, peerId, direction } of found) {
      const published = of(producerId);
      const from = [...hosts].find(({ hostId }) => hostId === peerId);
      if (direction === 'out') continue;
      if (published === undefined || from === undefined) this.#close(host, relayId);
      else this.#enter({ relayId, published, from, to: host, state: 'open', isPaused: undefined, isKept: false });
    }
  }

  /** Compares what a host carries with what is wanted: what is not is closed there, what is missing is lost. */
  reconcile(host: MediaHost, found: readonly RelayInventory[]): void {
    const known = new Map(this.#all().map((relay) => [relay.relayId, relay]));
    for (const { relayId } of found) if (!known.has(relayId)) this.#close(host, relayId);
    const there = new Set(found.map(({ relayId }) => relayId));
    const missing = [...known.values()].filter(
      ({ relayId, state, from, to }) => state === 'open' && (from === host || to === host) && !there.has(relayId),
    );
    for (const relay of missing) {
      this.#end(relay);
      this.#tools.onChanged(relay.to, 'lost', relay.published);
    }
  }

  /** The meeting is over; its rooms are closed as a whole. Safe to repeat. */
  close(): void {
    this.#state = 'closed';
    this.#cancelReview?.();
    this.#relays.clear();
  }

  snapshot() {
    return this.#all().map(({ relayId, published, from, to, state }) => ({
      relayId,
      producerId: published.producerId,
      from: from.hostId,
      to: to.hostId,
      state,
    }));
  }

  async #open(relay: Relay): Promise<void> {
    const { relayId, published, from, to } = relay;
    const { producerId, owner: participantId, source } = published;
    const at = { meetingId: this.#tools.live.meetingId, relayId };
    const { end, rtpParameters, isPaused } = await from.ask('relay.offer', { ...at, producerId, peerId: to.hostId });
    if (!this.#isCurrent(relay)) return;
    const wish = { ...at, producerId, participantId, source, end, rtpParameters, isPaused, peerId: from.hostId };
    const accepted = await to.ask('relay.accept', wish);
    await from.ask('relay.connect', { ...at, end: accepted.end });
    if (!this.#isCurrent(relay)) return;
    relay.state = 'open';
    relay.isPaused = isPaused;
    this.#failedCounts.delete(published);
    this.#tellPause(relay);
    this.#tools.onChanged(to, 'carried', published);
    this.reviewSoon();
  }

  #failed(relay: Relay, fault: unknown): void {
    const { clock, live, log } = this.#tools;
    if (!this.#isCurrent(relay)) return;
    const { published, from, to } = relay;
    this.#end(relay);
    const failedCount = this.#failedCounts.get(published) ?? 0;
    this.#failedCounts.set(published, failedCount + 1);
    log.warn(
      { meetingId: live.meetingId, from: from.hostId, to: to.hostId, fault },
      'a stream could not be carried to another media host',
    );
    clock.after(backoffMs(RETRY, failedCount), () => {
      if (to.isUp && this.#tools.isOn(to) && this.#tools.wantedOn(to).has(published)) this.bring(published, to);
    });
  }

  #review(): void {
    const { homeOf, isOn, wantedOn } = this.#tools;
    for (const [to, relays] of this.#relays) {
      // What those who are just leaving a host receive there goes on until they are gone.
      if (to.isUp && !isOn(to)) continue;
      const wanted = wantedOn(to);
      for (const relay of relays.values())
        if (!wanted.has(relay.published) || homeOf(relay.published) !== relay.from) this.#end(relay);
        else this.#tellKept(relay);
    }
  }

  #tellPause(relay: Relay): void {
    const { live, log } = this.#tools;
    const { owner, source } = relay.published;
    const isPaused = live.rules.isSourcePaused(owner, source);
    if (relay.state !== 'open' || isPaused === undefined || isPaused === relay.isPaused) return;
    relay.isPaused = isPaused;
    const { meetingId } = live;
    relay.to.ask('relay.setPaused', { meetingId, relayId: relay.relayId, isPaused }).catch((fault: unknown) => {
      relay.isPaused = undefined;
      log.warn({ meetingId, hostId: relay.to.hostId, fault }, 'a media host was not told of a mute elsewhere');
    });
  }

  /** Of microphones, only those that are among the loudest are sent on by themselves. */
  #tellKept(relay: Relay): void {
    const { live, log, isKeptFor } = this.#tools;
    const { relayId, published, from, to } = relay;
    const isKept = published.source === 'microphone' && isKeptFor(to, published);
    if (relay.state !== 'open' || isKept === relay.isKept) return;
    relay.isKept = isKept;
    const { meetingId } = live;
    from.ask('relay.setKept', { meetingId, relayId, isKept }).catch((fault: unknown) => {
      relay.isKept = !isKept;
      log.warn({ meetingId, hostId: from.hostId, fault }, 'a media host was not told whom to send on in any case');
    });
  }

  /** Both ends are told, whatever became of each. */
  #end(relay: Relay): void {
    const { relayId, published, from, to } = relay;
    const there = this.#relays.get(to);
    there?.delete(published);
    if (there?.size === 0) this.#relays.delete(to);
    this.#close(from, relayId);
    this.#close(to, relayId);
  }

  #close(host: MediaHost, relayId: RelayId): void {
    const { live, log } = this.#tools;
    if (!host.isUp) return;
    host.ask('relay.close', { meetingId: live.meetingId, relayId }).catch((fault: unknown) => {
      log.warn({ meetingId: live.meetingId, hostId: host.hostId, fault }, 'a relay was not confirmed to be closed');
    });
  }

  #enter(relay: Relay): void {
    const there = this.#relays.get(relay.to) ?? new Map<Published, Relay>();
    this.#relays.set(relay.to, there.set(relay.published, relay));
  }

  #isCurrent(relay: Relay): boolean {
    return this.#find(relay.published, relay.to) === relay;
  }

  #find(published: Published, to: MediaHost): Relay | undefined {
    return this.#relays.get(to)?.get(published);
  }

  #of(published: Published): Relay[] {
    return this.#all().filter((relay) => relay.published === published);
  }

  #all(): Relay[] {
    return [...this.#relays.values()].flatMap((relays) => [...relays.values()]);
  }
}
