import { z } from 'zod';
import { MeetingId, ParticipantId, RoomId } from '../ids.js';
import { PARTICIPANTS_MAX_COUNT } from '../limits.js';
import { MediaSession } from '../media.js';
import { DtlsParameters, IceServer, RtpCapabilities } from '../rtp.js';
import { event, request } from '../wire.js';
import { Agenda } from './agenda.js';
import { Hands } from './hands.js';
import { Access, SpokenTime, Stage } from './host-controls.js';
import { Waiting, WAITING_MAX_COUNT } from './lobby.js';
import { DisplayName, LeaveReason, Participant } from './participant.js';
import { EVERYTHING_ALLOWED, Permissions } from './permissions.js';
import { Seq } from './seq.js';
import { Timer, TimerPreset, TIMER_PRESETS_MAX_COUNT, TIMERS_MAX_COUNT } from './timers.js';

/** What hosts have set. Each part is replaced by the event named after it. */
export const MeetingControls = z.strictObject({
  access: Access,
  permissions: Permissions,
  stage: Stage,
  hands: Hands,
  timers: z.array(Timer).max(TIMERS_MAX_COUNT),
  /** The durations that `timer.start` and `timer.extend` can name. */
  timerPresets: z.array(TimerPreset).max(TIMER_PRESETS_MAX_COUNT),
  agenda: Agenda,
});
export type MeetingControls = z.output<typeof MeetingControls>;

/** What a meeting without any word of a host looks like. */
export const NO_CONTROLS: MeetingControls = {
  access: { isLocked: false, isLobbyOn: false },
  permissions: EVERYTHING_ALLOWED,
  stage: { spotlightIds: [], tileOrderIds: [] },
  hands: { order: 'raised', queue: [] },
  timers: [],
  timerPresets: [],
  agenda: { topics: [], isAutoAdvancing: false },
};

/** What hosts and co-hosts see beside it. */
export const HostView = z.strictObject({
  waiting: z.array(Waiting).max(WAITING_MAX_COUNT),
  spoken: z.array(SpokenTime).max(PARTICIPANTS_MAX_COUNT),
});
export type HostView = z.output<typeof HostView>;

/** The whole of a meeting as one participant may see it. Replaces whatever was known before, never merges. */
export const MeetingSnapshot = z.strictObject({
  /** The last fact this snapshot contains. */
  seq: Seq,
  meetingId: MeetingId,
  roomId: RoomId,
  /** Server clock, ms since the Unix epoch. */
  startedAtMs: z.int().nonnegative(),
  /** The server's clock at the moment of answering, so that screens agree on elapsed time. */
  nowMs: z.int().nonnegative(),
  participants: z.array(Participant).max(PARTICIPANTS_MAX_COUNT),
  controls: MeetingControls,
  /** For hosts and co-hosts only. Who becomes one asks `meeting.sync`. */
  host: HostView.exactOptional(),
});
export type MeetingSnapshot = z.output<typeof MeetingSnapshot>;

/** What a browser can do and who it proves to be to the media host. */
export const MediaCapabilities = z.strictObject({
  rtpCapabilities: RtpCapabilities,
  /** The certificate that the browser will use on both transports. */
  dtlsParameters: DtlsParameters,
});
export type MediaCapabilities = z.output<typeof MediaCapabilities>;

/** Opaque to the client. Given out anew at each join and resume; the one before stops working once the new one was used. */
export const ResumeToken = z.string().min(22).max(128);

/** The one answer to a join or a resume. */
export const Joined = z.strictObject({
  participantId: ParticipantId,
  resumeToken: ResumeToken,
  snapshot: MeetingSnapshot,
  iceServers: z.array(IceServer).max(16),
  media: MediaSession,
});
export type Joined = z.output<typeof Joined>;

/** Media before a seat, as a telephone has it before the call is answered. Source of the term: RFC 3960. */
export const EarlyMedia = z.strictObject({
  /** Of the seat that a join would take. */
  participantId: ParticipantId,
  iceServers: z.array(IceServer).max(16),
  media: MediaSession,
});
export type EarlyMedia = z.output<typeof EarlyMedia>;

export const meetingRequests = {
  'meeting.prepare': request({
    about:
      'Before the button is pressed: opens the transports and what comes in, all of it held, for whoever could join at this moment. A join with `isPrepared` over the same connection then only lets it flow. Without `early` nothing was opened; why is not said. Given up after two minutes, with the connection, and when the door closes.',
    input: z.strictObject({ roomId: RoomId, media: MediaCapabilities }),
    output: z.strictObject({ early: EarlyMedia.exactOptional() }),
    isRepeatable: true,
  }),
  'meeting.join': request({
    about:
      'Takes a seat. The answer holds everything the page needs: who is there, and both transports with what flows first. Refused with `lobby` when newcomers wait: then ask `lobby.knock`; with `password` when the room’s must be shown first, over REST.',
    input: z.strictObject({
      roomId: RoomId,
      name: DisplayName,
      /** Made by the client for one press of the button; a second join with it returns the same seat. */
      joinKey: z.uuid(),
      media: MediaCapabilities,
      /** True for who asked `meeting.prepare`: the answer then has the `sessionId` of that, if it still stands. */
      isPrepared: z.boolean().exactOptional(),
    }),
    output: Joined,
    deadlineMs: 10_000,
    isRepeatable: true,
  }),
  'meeting.resume': request({
    about:
      'Takes one’s own seat back after a lost connection or a reload. `media.sessionId` in the answer tells whether the transports still stand: with the id the client has, it keeps them; with another, it builds anew and publishes again.',
    input: z.strictObject({
      roomId: RoomId,
      participantId: ParticipantId,
      resumeToken: ResumeToken,
      media: MediaCapabilities,
      /** False after a reload: the transports of before are gone with the page, so new ones are wanted in any case. */
      hasTransports: z.boolean(),
    }),
    output: Joined,
    deadlineMs: 10_000,
    isRepeatable: true,
  }),
  'meeting.sync': request({
    about: 'Asks for the whole meeting again, after a gap in the sequence numbers.',
    input: z.strictObject({}),
    output: MeetingSnapshot,
    isRepeatable: true,
  }),
  'meeting.leave': request({
    about: 'Gives the seat up at once.',
    input: z.strictObject({}),
    isRepeatable: true,
  }),
  'meeting.part': request({
    about:
      'The page is about to go: closed, or loaded anew. The seat is kept for a second, in which a reload can resume it, and then given up.',
    input: z.strictObject({}),
    isRepeatable: true,
  }),
  'meeting.end': request({
    about: 'Ends the meeting for everyone and closes its link. Hosts only.',
    input: z.strictObject({}),
    isRepeatable: true,
  }),
};

export const meetingEvents = {
  'participant.joined': event('Somebody took a seat.', z.strictObject({ seq: Seq, participant: Participant })),
  'participant.changed': event(
    'Somebody’s name, role, connection or sources changed. Replaces what was known of them.',
    z.strictObject({ seq: Seq, participant: Participant }),
  ),
  'participant.left': event(
    'A seat was given up, or ended after the grace period.',
    z.strictObject({ seq: Seq, participantId: ParticipantId, reason: LeaveReason }),
  ),
  'meeting.ended': event(
    'The meeting is over for everyone.',
    z.strictObject({ seq: Seq, reason: z.enum(['by-host', 'expired']) }),
  ),
  'meeting.speaking': event(
    'Who is speaking now, loudest first; an empty list when nobody is. Not numbered: the next one replaces it.',
    z.strictObject({
      speakers: z
        .array(
          z.strictObject({
            participantId: ParticipantId,
            /** Average level in dBov, −127..0. Source: RFC 6464 section 3. */
            levelDbov: z.int().min(-127).max(0),
          }),
        )
        .max(16),
    }),
  ),
  'seat.taken': event(
    'The seat was resumed elsewhere; this connection is done and must not return by itself.',
    z.strictObject({}),
  ),
};
