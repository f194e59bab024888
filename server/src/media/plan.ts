import {
  CONSUMERS_MAX_COUNT,
  type LayerCounts,
  type MediaSessionId,
  type MediaSource,
  type ParticipantId,
  type ProducerId,
  type ShareProfile,
} from '#contracts';
import type { Known } from './view.js';

/**
 * One stream that enters a meeting. A source that is published again is another object, even under the same id: what
 * viewers had of the one before is over.
 */
export interface Published {
  readonly producerId: ProducerId;
  readonly sessionId: MediaSessionId;
  readonly owner: ParticipantId;
  readonly source: MediaSource;
  readonly layerCounts: LayerCounts;
  /** Of a screen; undefined where its publisher said nothing, or said it to a server before this one. */
  readonly profile?: ShareProfile | undefined;
}

/** Most cameras one viewer receives at once: a page of seven by seven tiles. */
export const CAMERAS_MAX_COUNT = 49;

/** Streams that go first when not all fit: what is being shown, then who is heard, then faces. */
const ORDER: Readonly<Record<MediaSource, number>> = { screen: 0, 'screen-audio': 1, microphone: 2, camera: 3 };

export interface PlanInput {
  readonly viewer: ParticipantId;
  readonly published: readonly Published[];
  /** When somebody was last heard; 0 if never. */
  readonly spokeAtMs: (participantId: ParticipantId) => number;
  readonly known: Known;
}

/**
 * What a viewer should have open now: every sound and screen of the others, and as many cameras as fit: those on the page
 * first, then those who spoke last. Pure: same input, same answer, so it can be run as often as anything changes.
 */
export function planFor({ viewer, published, spokeAtMs, known }: PlanInput): readonly Published[] {
  const others = published
    .filter(({ owner }) => owner !== viewer)
    .toSorted(
      (a, b) =>
        ORDER[a.source] - ORDER[b.source] ||
        rankOf(a, known) - rankOf(b, known) ||
        spokeAtMs(b.owner) - spokeAtMs(a.owner),
    );
  const cameras = others.filter(({ source }) => source === 'camera').slice(0, CAMERAS_MAX_COUNT);
  return [...others.filter(({ source }) => source !== 'camera'), ...cameras].slice(0, CONSUMERS_MAX_COUNT);
}

function rankOf({ owner, source }: Published, known: Known): number {
  if (typeof known === 'string') return 0;
  const place = known.placeOf(owner, source);
  return typeof place === 'object' ? 0 : place === 'unknown' ? 1 : 2;
}
