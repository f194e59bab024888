import type {
  Input,
  MediaControlEvents,
  ParticipantId,
  Payload,
  PlayoutState,
  SignallingRequests,
  Tuning,
} from '#contracts';
import type { Clock } from '#kernel';
import type { LiveMeeting } from '../meetings/live-meeting.js';
import type { SocketOut } from '../wire/socket-out.js';
import { planFor, type Published } from './plan.js';
import type { Publications } from './publications.js';
import { tuningFor } from './tuning.js';
import { View, type Known } from './view.js';
import { Wanted, type Watched } from './wanted.js';

type Speaking = Payload<MediaControlEvents, 'room.speaking'>['speakers'];

/** A page that has not said within so long what it shows will not say it, and is sent everything. */
export const VIEW_AWAITED_MS = 3_000;
/** Changes of so long are looked through together: a join makes everybody look anew. */
const REVIEW_AFTER_MS = 30;

/**
 * Who waits alone keeps the smallest picture going: a browser that switches it on begins with a key frame, which comes
 * before the newcomer can receive, and gives no other within 300 ms (libwebrtc, `kMinKeyframeSendIntervalMs`).
 */
const FOR_THE_FIRST: Watched = 0;

export interface AttentionTools {
  readonly live: LiveMeeting;
  readonly publications: Publications;
  readonly clock: Clock;
  readonly out: SocketOut;
  /** What everybody receives now, and how. */
  readonly watched: () => Iterable<readonly (readonly [Published, Tuning])[]>;
  /** What this viewer should receive may have changed. */
  readonly onChanged: (participantId: ParticipantId) => void;
}

/** Who looks at and listens to what in one meeting, and what follows from it: for viewers and for publishers. */
export class Attention {
  readonly #tools: AttentionTools;
  readonly #views = new Map<ParticipantId, View>();
  readonly #awaited = new Map<ParticipantId, () => void>();
  readonly #playouts = new Map<ParticipantId, PlayoutState>();
  readonly #spokeAtMs = new Map<ParticipantId, number>();
  readonly #wanted: Wanted;
  #cancelReview: (() => void) | undefined;

  constructor(tools: AttentionTools) {
    this.#tools = tools;
    const { clock, live, out } = tools;
    this.#wanted = new Wanted({
      clock,
      tell: (owner, sources) => {
        const socketId = live.socketOf(owner);
        if (socketId !== undefined) out.toSocket(socketId, 'media.wanted', { sources });
      },
    });
  }

  planOf(viewer: ParticipantId): readonly Published[] {
    const spokeAtMs = (owner: ParticipantId) => this.#spokeAtMs.get(owner) ?? 0;
    return planFor({ viewer, published: this.#tools.publications.all(), spokeAtMs, known: this.#knownOf(viewer) });
  }

  tuningOf(viewer: ParticipantId, published: Published): Tuning {
    return tuningFor(published, this.#knownOf(viewer));
  }

  /** Somebody's page is about to be there. */
  expect(viewer: ParticipantId): void {
    if (this.#views.has(viewer) || this.#awaited.has(viewer)) return;
    const cancel = this.#tools.clock.after(VIEW_AWAITED_MS, () => {
      this.#awaited.delete(viewer);
      this.#tools.onChanged(viewer);
    });
    this.#awaited.set(viewer, cancel);
  }

  look(viewer: ParticipantId, view: Input<SignallingRequests, 'media.view'>): void {
    this.#stopAwaiting(viewer);
    this.#views.set(viewer, new View(view));
    this.#tools.onChanged(viewer);
  }

  play(listener: ParticipantId, state: PlayoutState): void {
    this.#playouts.set(listener, state);
  }

  playoutOf(listener: ParticipantId): PlayoutState {
    return this.#playouts.get(listener) ?? 'playing';
  }

  heard(speakers: Speaking): void {
    const nowMs = this.#tools.clock.nowMs();
    for (const { participantId } of speakers) this.#spokeAtMs.set(participantId, nowMs);
  }

  /** Their page was loaded anew and shows nothing of what it did. */
  reloaded(participantId: ParticipantId): void {
    this.#views.delete(participantId);
    this.#playouts.delete(participantId);
    this.#stopAwaiting(participantId);
  }

  leave(participantId: ParticipantId): void {
    this.reloaded(participantId);
    this.#spokeAtMs.delete(participantId);
  }

  /** Somebody begins to receive these: their publishers send them before the host is even asked. */
  begin(viewer: ParticipantId, wishes: readonly Published[]): void {
    for (const published of wishes) {
      const tuning = this.tuningOf(viewer, published);
      if (isVideo(published) && !tuning.isHeld) this.#wanted.raise(published, topOf(published, tuning));
    }
  }

  /** What a publisher was last told of who watches one of their videos. */
  wantedOf(published: Published): Watched {
    return this.#wanted.toldOf(published);
  }

  /** Tells a publisher again what is wanted of them. */
  retell(participantId: ParticipantId): void {
    this.#wanted.retell(participantId);
  }

  /** What is watched may have changed: publishers are told soon. */
  reviewSoon(): void {
    this.#cancelReview ??= this.#tools.clock.after(REVIEW_AFTER_MS, () => {
      this.#cancelReview = undefined;
      this.#wanted.update(this.#watchedNow());
    });
  }

  close(): void {
    this.#cancelReview?.();
    this.#wanted.close();
    for (const viewer of this.#awaited.keys()) this.#stopAwaiting(viewer);
  }

  #watchedNow(): ReadonlyMap<Published, Watched> {
    const watched = new Map<Published, Watched>();
    const everybody = [...this.#tools.watched()];
    const isAlone = everybody.length === 1;
    for (const published of this.#tools.publications.all())
      if (isVideo(published)) watched.set(published, isAlone && published.source === 'camera' ? FOR_THE_FIRST : 'none');
    for (const streams of everybody) {
      for (const [published, tuning] of streams) {
        const before = watched.get(published);
        if (before === undefined || tuning.isHeld) continue;
        const top = topOf(published, tuning);
        watched.set(published, before === 'none' ? top : Math.max(before, top));
      }
    }
    return watched;
  }

  #knownOf(viewer: ParticipantId): Known {
    return this.#views.get(viewer) ?? (this.#awaited.has(viewer) ? 'awaited' : 'untold');
  }

  #stopAwaiting(viewer: ParticipantId): void {
    this.#awaited.get(viewer)?.();
    this.#awaited.delete(viewer);
  }
}

function isVideo({ source }: Published): boolean {
  return source === 'camera' || source === 'screen';
}

function topOf({ layerCounts }: Published, { layers }: Tuning): number {
  return Math.min(layers?.spatial ?? layerCounts.spatial - 1, layerCounts.spatial - 1);
}
