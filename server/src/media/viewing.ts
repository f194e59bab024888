import type { MediaSessionId, ParticipantId } from '#contracts';
import type { MediaHost } from './links/media-host.js';
import type { LiveMeeting } from '../meetings/live-meeting.js';
import type { Attention } from './attention.js';
import type { Published } from './plan.js';
import type { Publications } from './publications.js';
import type { Relays } from './relays.js';
import type { LossReason, MediaTools } from './session.js';
import type { Sessions } from './sessions.js';
import type { Station } from './station.js';
import { Viewer } from './viewer.js';

/** The media of a meeting, as far as one of its viewers needs it. */
export interface Scene {
  readonly live: LiveMeeting;
  readonly attention: Attention;
  readonly publications: Publications;
  readonly sessions: Sessions;
  readonly relays: Relays;
  readonly station: Station;
  lost(sessionIds: ReadonlySet<MediaSessionId>, reason: LossReason): void;
}

export interface ViewingOf {
  readonly participantId: ParticipantId;
  readonly sessionId: MediaSessionId;
  readonly host: MediaHost;
}

/**
 * What somebody should receive over a session on this host. What comes in on another one is carried over, unless its
 * people are just moving away from there: then it comes again with them, and nothing is begun for so short a while.
 */
export function planOn(scene: Scene, participantId: ParticipantId, host: MediaHost): readonly Published[] {
  const { relays, sessions, station } = scene;
  const isThere = (published: Published) => {
    const home = sessions.hostOf(published.sessionId);
    if (home === undefined || home === host || relays.carries(published, host)) return home !== undefined;
    return station.isOn(home) && station.isOn(host);
  };
  return scene.attention.planOf(participantId).filter(isThere);
}

/** Whether somebody on this host is to hear it, whoever is louder. */
export function isKeptOn({ attention, sessions }: Scene, host: MediaHost, published: Published): boolean {
  return sessions.on(host).some(({ participantId }) => attention.tuningOf(participantId, published).isAlwaysHeard);
}

/** What drives one session towards what its participant should receive. */
export function viewerOf(scene: Scene, tools: MediaTools, { participantId, sessionId, host }: ViewingOf): Viewer {
  const { live, attention, publications } = scene;
  const { clock, log, out } = tools;
  return new Viewer({
    clock,
    log,
    host,
    sessionId,
    meetingId: live.meetingId,
    participantId,
    plan: () => planOn(scene, participantId, host),
    tuning: (published) => attention.tuningOf(participantId, published),
    isHere: (published) => scene.relays.carries(published, host),
    bring: (published) => scene.relays.bring(published, host),
    onSettled: () => {
      attention.reviewSoon();
      scene.relays.reviewSoon();
    },
    isPublished: (published) => publications.has(published),
    isWatching: () => live.socketOf(participantId) !== undefined,
    onLost: () => scene.lost(new Set([sessionId]), 'missing'),
    announce: (name, payload) => {
      const socketId = live.socketOf(participantId);
      if (socketId !== undefined) out.toSocket(socketId, name, payload);
    },
  });
}
