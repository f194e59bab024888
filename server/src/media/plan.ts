import {
  CONSUMERS_MAX_COUNT,
  type MediaSessionId,
  type MediaSource,
  type ParticipantId,
  type ProducerId,
} from '#contracts';

/**
 * One stream that enters a meeting. A source that is published again is another object, even under the same id: what
 * viewers had of the one before is over.
 */
export interface Published {
  readonly producerId: ProducerId;
  readonly sessionId: MediaSessionId;
  readonly owner: ParticipantId;
  readonly source: MediaSource;
}

/** Most cameras one viewer receives at once: a page of seven by seven tiles. */
export const CAMERAS_MAX_COUNT = 49;

/** Streams that go first when not all fit: what is being shown, then who is heard, then faces. */
const ORDER: Readonly<Record<MediaSource, number>> = { screen: 0, 'screen-audio': 1, microphone: 2, camera: 3 };

/**
 * What a viewer should receive now: every sound and screen of the others, and as many cameras as fit, those who spoke
 * last first. Pure: same input, same answer, so it can be run as often as anything changes.
 *
 * @param spokeAtMs when somebody was last heard; 0 if never.
 */
export function planFor(
  viewer: ParticipantId,
  published: readonly Published[],
  spokeAtMs: (participantId: ParticipantId) => number,
): readonly Published[] {
  const others = published
    .filter(({ owner }) => owner !== viewer)
    .toSorted((a, b) => ORDER[a.source] - ORDER[b.source] || spokeAtMs(b.owner) - spokeAtMs(a.owner));
  const cameras = others.filter(({ source }) => source === 'camera').slice(0, CAMERAS_MAX_COUNT);
  return [...others.filter(({ source }) => source !== 'camera'), ...cameras].slice(0, CONSUMERS_MAX_COUNT);
}
