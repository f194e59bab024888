import type { MediaSessionId, SessionInventory } from '#contracts';
import type { MediaHost } from './links/media-host.js';
import type { MeetingMedia } from './meeting-media.js';

/**
 * Compares what a host carries of a meeting with what is wanted. Found again after a server's death, everything is taken
 * up as it stands; else what is not wanted is closed there, and what is missing there is lost.
 */
export function reconcile(
  media: MeetingMedia,
  { host, sessions }: { readonly host: MediaHost; readonly sessions: readonly SessionInventory[] },
  knownBefore: ReadonlySet<MediaSessionId>,
): void {
  if (media.isClosed) return;
  if (media.station.isSearching) {
    if (sessions.length === 0) return; // It is on another host, then, if anywhere.
    takeUp(media, host, sessions);
  }
  const { meetingId } = media.live;
  if (!media.isOn(host)) {
    // It was given up, and has woken: what it had is elsewhere by now, and it is to keep nothing of it.
    if (media.station.host !== undefined) return media.quietly(host, 'room.close', { meetingId });
    for (const { sessionId } of sessions) media.quietly(host, 'session.close', { meetingId, sessionId });
    return;
  }
  const known = media.sessions.ids;
  for (const { sessionId } of sessions) {
    if (!known.has(sessionId) && !media.isOpening(sessionId))
      media.quietly(host, 'session.close', { meetingId, sessionId });
  }
  const there = new Set(sessions.map(({ sessionId }) => sessionId));
  media.lost(new Set([...knownBefore].filter((id) => known.has(id) && !there.has(id))), 'missing');
  media.settleAll();
}

function takeUp(media: MeetingMedia, host: MediaHost, sessions: readonly SessionInventory[]): void {
  const { live, publications } = media;
  media.station.foundOn(host);
  const kept = sessions.filter(({ participantId }) => live.rules.stateOf(participantId) !== 'gone');
  for (const { sessionId, participantId, producers } of kept) {
    const viewer = media.viewer({ participantId, sessionId, host });
    media.sessions.set({ sessionId, participantId, host, viewer, capabilities: undefined });
    for (const { producerId, source, isPaused, layerCounts } of producers) {
      publications.add({ producerId, sessionId, owner: participantId, source, layerCounts });
      live.tell(live.rules.setSource(participantId, { source, isPaused }));
    }
  }
  // Only now is it known what everybody's consumers belong to.
  for (const { sessionId, participantId, consumers } of kept) {
    const session = media.sessions.of(participantId);
    if (session?.sessionId === sessionId) session.viewer.adopt(consumers);
  }
  media.station.endSearch();
}
