import type { MediaSource, ParticipantId, Payload, SignallingEvents } from '#contracts';
import type { Clock } from '#kernel';
import type { Published } from './plan.js';

type WantedSources = Payload<SignallingEvents, 'media.wanted'>['sources'];

/** What is no longer watched is sent on for so long: people page back and forth, and a layer takes a moment to return. */
export const UNWATCHED_KEPT_MS = 5_000;

/** The top layer that is watched of a video, or `none` when it is not watched at all. */
export type Watched = number | 'none';

interface Want {
  told: Watched;
  /** Since when less than `told` is watched. */
  lessSinceMs: number | undefined;
}

export interface WantedOptions {
  readonly clock: Clock;
  /** All of somebody's videos, since each message replaces the one before. */
  readonly tell: (owner: ParticipantId, sources: WantedSources) => void;
}

/** What publishers are told of who watches them: more at once, less only after a while. */
export class Wanted {
  readonly #options: WantedOptions;
  readonly #wants = new Map<Published, Want>();
  #cancel: () => void = () => undefined;

  constructor(options: WantedOptions) {
    this.#options = options;
  }

  /** `watched` names every video of the meeting; what it does not name is over. */
  update(watched: ReadonlyMap<Published, Watched>): void {
    for (const published of this.#wants.keys()) if (!watched.has(published)) this.#wants.delete(published);
    const nowMs = this.#options.clock.monotonicMs();
    const owners = new Set<ParticipantId>();
    for (const [published, now] of watched) {
      if (this.#note(this.#wantOf(published), now, nowMs)) owners.add(published.owner);
    }
    for (const owner of owners) this.retell(owner);
    this.#lookLater(nowMs, watched);
  }

  /** Somebody begins to watch before the rest is looked through. */
  raise(published: Published, to: Watched): void {
    const want = this.#wantOf(published);
    if (rank(to) <= rank(want.told)) return;
    want.told = to;
    want.lessSinceMs = undefined;
    this.retell(published.owner);
  }

  /** What its publisher was last told, or assumes until then. */
  toldOf(published: Published): Watched {
    return this.#wants.get(published)?.told ?? published.layerCounts.spatial - 1;
  }

  /** Tells again what is true: somebody came back and may have missed it. */
  retell(owner: ParticipantId): void {
    const own = [...this.#wants].filter(([published]) => published.owner === owner);
    if (own.length > 0)
      this.#options.tell(
        owner,
        own.map(([{ source }, { told }]) => sourceOf(source, told)),
      );
  }

  close(): void {
    this.#cancel();
    this.#wants.clear();
  }

  #wantOf(published: Published): Want {
    const present = this.#wants.get(published);
    if (present !== undefined) return present;
    // Until somebody says otherwise, publishers send everything.
    const fresh: Want = { told: published.layerCounts.spatial - 1, lessSinceMs: undefined };
    this.#wants.set(published, fresh);
    return fresh;
  }

  /** True when it is to be told. */
  #note(want: Want, now: Watched, nowMs: number): boolean {
    if (rank(now) === rank(want.told)) {
      want.lessSinceMs = undefined;
      return false;
    }
    if (rank(now) < rank(want.told)) {
      want.lessSinceMs ??= nowMs;
      if (nowMs - want.lessSinceMs < UNWATCHED_KEPT_MS) return false;
    }
    want.told = now;
    want.lessSinceMs = undefined;
    return true;
  }

  #lookLater(nowMs: number, watched: ReadonlyMap<Published, Watched>): void {
    this.#cancel();
    const since = [...this.#wants.values()].flatMap(({ lessSinceMs }) => lessSinceMs ?? []);
    if (since.length === 0) return;
    const waitMs = Math.max(0, Math.min(...since) + UNWATCHED_KEPT_MS - nowMs);
    this.#cancel = this.#options.clock.after(waitMs, () => this.update(watched));
  }
}

function sourceOf(source: MediaSource, told: Watched): WantedSources[number] {
  return { source, isWanted: told !== 'none', maxSpatialLayer: told === 'none' ? 0 : told };
}

function rank(watched: Watched): number {
  return watched === 'none' ? -1 : watched;
}
