import {
  kindOf,
  layerCountsOf,
  Refusal,
  type Input,
  type MediaSource,
  type ParticipantId,
  type SessionInventory,
  type SignallingRequests,
} from '#contracts';
import type { MeetingMedia } from './meeting-media.js';

type PublishWish = Input<SignallingRequests, 'media.publish'>;
type PauseWish = Input<SignallingRequests, 'media.setPaused'>;

/**
 * Takes a source in. Shown to everyone once the host has it, and not before: a refusal leaves the source as it was.
 * Safe to repeat. Another stream of the same source takes the place of the one before.
 *
 * @throws {Refusal} `invalid-input`; `conflict` when the id is in use; `forbidden` when a host has withheld it;
 *   `media-unavailable`; `seat-lost`.
 */
export function publish(media: MeetingMedia, participantId: ParticipantId, wish: PublishWish): Promise<void> {
  requireKind(wish);
  return media.inOrder(participantId, async () => {
    const { producerId, source, rtpParameters, profile } = wish;
    const { publications, live } = media;
    const started = live.rules.sources.start(participantId, wish);
    const session = media.session(participantId);
    requireOwnId(media, participantId, wish);
    const at = { meetingId: live.meetingId, sessionId: session.sessionId };
    const before = publications.of(participantId, source);
    await session.host.ask('producer.open', { ...at, producerId, source, rtpParameters, isPaused: started.isPaused });

    if (live.rules.stateOf(participantId) === 'gone')
      throw new Refusal('seat-lost', 'Your seat in this meeting was given up.');
    if (!media.sessions.has(session))
      throw new Refusal('media-unavailable', 'Your connection was made anew. Please try again.');
    const isRepeat = before?.producerId === producerId && publications.has(before);
    if (!isRepeat) {
      const layerCounts = layerCountsOf(rtpParameters);
      const { sessionId } = session;
      publications.add({ producerId, sessionId, owner: participantId, source, layerCounts, profile });
      if (before !== undefined && before.sessionId === session.sessionId) {
        media.quietly(session.host, 'producer.close', { ...at, producerId: before.producerId });
      }
    }
    live.tell(live.rules.sources.finish(participantId, started));
    media.settleAll();
    // The first opening may have carried another wish than its repetition, and a host may have stopped it meanwhile.
    const isPaused = live.rules.isSourcePaused(participantId, source) ?? true;
    if (isRepeat || isPaused !== started.isPaused) {
      await session.host.ask('producer.setPaused', { ...at, producerId, isPaused });
      if (before !== undefined) media.relays.followPause(before);
    }
  });
}

/**
 * Mutes or unmutes: record, tell, enforce, in this order. What the host did not confirm stands all the same, and asking
 * again enforces it without telling everyone twice.
 *
 * @throws {Refusal} `conflict` for a source that is off; `forbidden` when a host has withheld it; `media-unavailable`
 *   when the host did not confirm.
 */
export function setPaused(
  media: MeetingMedia,
  participantId: ParticipantId,
  { source, isPaused }: PauseWish,
): Promise<void> {
  const { live, publications } = media;
  const isKnown = live.rules.isSourcePaused(participantId, source) !== undefined;
  const stopCount = live.rules.sources.stopCount(participantId, source);
  if (isKnown) live.tell(live.rules.setSource(participantId, { source, isPaused }));
  // Somebody who was just moved is still heard over the host of before.
  if (isPaused) media.station.closeLeft(participantId);
  return media.inOrder(participantId, async () => {
    if (live.rules.isSourcePaused(participantId, source) === undefined) {
      throw new Refusal('conflict', 'This is not being sent.');
    }
    // It was being published just now, by the request before this one.
    if (!isKnown) live.tell(live.rules.sources.set(participantId, { source, isPaused }, stopCount));
    const published = publications.of(participantId, source);
    const wanted = live.rules.isSourcePaused(participantId, source);
    if (published === undefined || wanted === undefined) return;
    const { host } = media.session(participantId);
    const at = { meetingId: live.meetingId, sessionId: published.sessionId };
    media.relays.followPause(published);
    await host.ask('producer.setPaused', { ...at, producerId: published.producerId, isPaused: wanted });
  });
}

/**
 * Stops a source for good. Safe to repeat.
 *
 * @throws {Refusal} `media-unavailable` when the host did not confirm; the source is off for everyone all the same.
 */
export function unpublish(media: MeetingMedia, participantId: ParticipantId, source: MediaSource): Promise<void> {
  return media.inOrder(participantId, async () => {
    const { live, publications } = media;
    live.tell(live.rules.clearSource(participantId, source));
    // What came in over the way of before ends with it.
    media.station.closeLeft(participantId);
    const published = publications.of(participantId, source);
    if (published === undefined) return;
    publications.delete(published);
    media.settleAll();
    const { host } = media.session(participantId);
    const at = { meetingId: live.meetingId, sessionId: published.sessionId };
    await host.ask('producer.close', { ...at, producerId: published.producerId });
  });
}

/**
 * Brings a host's stop to where media enters, at once and ahead of whatever these people have asked for: what was asked
 * of the media host before it is done before it. Never rejects: what fails is seen to by the next look.
 */
export async function stopSources(
  media: MeetingMedia,
  source: MediaSource,
  participantIds: readonly ParticipantId[],
): Promise<void> {
  const { meetingId } = media.live;
  for (const participantId of participantIds) media.station.closeLeft(participantId);
  const published = participantIds.flatMap((participantId) => media.publications.of(participantId, source) ?? []);
  await Promise.all(
    published.map((one) => {
      const { owner, sessionId, producerId } = one;
      const session = media.find(owner);
      media.relays.followPause(one);
      if (session?.sessionId !== sessionId) return Promise.resolve();
      return media.confirmed(session.host, 'producer.setPaused', { meetingId, sessionId, producerId, isPaused: true });
    }),
  );
}

/** A pause that the host did not hear of holds from here on. What fails is seen to by the next look. */
export function enforcePauses(media: MeetingMedia, sessions: readonly SessionInventory[]): void {
  const { live, publications } = media;
  for (const { sessionId, producers } of sessions) {
    for (const { producerId, isPaused } of producers) {
      const published = publications.byId(producerId);
      if (published === undefined || published.sessionId !== sessionId) continue;
      const wanted = live.rules.isSourcePaused(published.owner, published.source);
      if (wanted === undefined || wanted === isPaused) continue;
      const { host } = media.session(published.owner);
      media.quietly(host, 'producer.setPaused', { meetingId: live.meetingId, sessionId, producerId, isPaused: wanted });
    }
  }
}

function requireKind({ source, rtpParameters }: PublishWish): void {
  const kind = kindOf(source);
  if (!rtpParameters.codecs.every(({ mimeType }) => mimeType.startsWith(`${kind}/`))) {
    throw new Refusal('invalid-input', `A ${source} carries ${kind}.`);
  }
}

/** Ids are the publishers' to choose, so that one could name a stream of somebody else. */
function requireOwnId(media: MeetingMedia, participantId: ParticipantId, { producerId, source }: PublishWish): void {
  const holder = media.publications.byId(producerId);
  if (holder !== undefined && (holder.owner !== participantId || holder.source !== source)) {
    throw new Refusal('conflict', 'This id is in use.');
  }
}
