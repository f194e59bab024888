import type { MediaControlRequests, MediaSessionId, Output } from '#contracts';
import type { MediaHost } from './links/media-host.js';
import type { MeetingMedia } from './meeting-media.js';

/** What a host carries of a meeting, as it says. */
type Found = Output<MediaControlRequests, 'room.inventory'> & { readonly host: MediaHost };

/**
 * Compares what a host carries of a meeting with what is wanted. Found again after a server's death, everything is taken
 * up as it stands; else what is not wanted is closed there, and what is missing there is lost.
 */
export function reconcile(media: MeetingMedia, found: Found, knownBefore: ReadonlySet<MediaSessionId>): void {
  if (media.isClosed) return;
  const { host, sessions, relays } = found;
  if (media.station.isSearching) {
    if (sessions.length === 0) return; // It is on another host, then, if anywhere.
    media.takingUp.take(found);
    if (media.station.isSearching) return; // The rest of it is on another host, which is waited for.
  }
  const { meetingId } = media.live;
  if (!media.isOn(host)) {
    // It was given up, and has woken: what it had is elsewhere by now, and it is to keep nothing of it.
    if (media.station.hosts.size > 0) return media.quietly(host, 'room.close', { meetingId });
    for (const { sessionId } of sessions) media.quietly(host, 'session.close', { meetingId, sessionId });
    return;
  }
  const known = media.sessions.idsOn(host);
  for (const { sessionId } of sessions) {
    if (!known.has(sessionId) && !media.isOpening(sessionId))
      media.quietly(host, 'session.close', { meetingId, sessionId });
  }
  const there = new Set(sessions.map(({ sessionId }) => sessionId));
  media.lost(new Set([...knownBefore].filter((id) => known.has(id) && !there.has(id))), 'missing');
  media.relays.reconcile(host, relays);
  media.settleAll();
}
