import { z } from 'zod';
import { MeetingId, ParticipantId, RoomId } from '../ids.js';
import { DisplayName, LeaveReason, Role } from '../signalling/participant.js';
import { HostAct } from '../signalling/host-controls.js';
import { AtMs } from '../signalling/seq.js';

/** Most lines of one report. */
export const REPORT_MAX_COUNT = 10_000;

/** Somebody's time in one meeting. Reconnections do not interrupt it, and coming back under the same identity adds to it. */
export const Attendee = z.strictObject({
  name: DisplayName,
  isGuest: z.boolean(),
  role: Role,
  /** In order, without overlap. The last one is open while they are there. */
  intervals: z
    .array(z.strictObject({ fromMs: AtMs, toMs: AtMs.exactOptional(), leaveReason: LeaveReason.exactOptional() }))
    .max(1_000),
  presentMs: z.int().nonnegative(),
  spokenMs: z.int().nonnegative(),
});
export type Attendee = z.output<typeof Attendee>;

/** `GET /meetings/{meetingId}/attendance`; as CSV at `/attendance.csv`. */
export const Attendance = z.strictObject({
  meetingId: MeetingId,
  roomId: RoomId,
  startedAtMs: AtMs,
  endedAtMs: AtMs.exactOptional(),
  attendees: z.array(Attendee).max(REPORT_MAX_COUNT),
});
export type Attendance = z.output<typeof Attendance>;

/** One meeting of a room, as the list of its meetings shows it. */
export const PastMeeting = z.strictObject({
  meetingId: MeetingId,
  startedAtMs: AtMs,
  /** Absent while it runs. */
  endedAtMs: AtMs.exactOptional(),
  /** How many people were there. */
  peopleCount: z.int().nonnegative(),
});
export type PastMeeting = z.output<typeof PastMeeting>;

export const PAST_MEETINGS_MAX_COUNT = 100;

/** `GET /rooms/{roomId}/meetings`: the last ones, the newest first. */
export const PastMeetings = z.strictObject({ meetings: z.array(PastMeeting).max(PAST_MEETINGS_MAX_COUNT) });
export type PastMeetings = z.output<typeof PastMeetings>;

/** One act of a host. Lines are only ever added. */
export const AuditLine = z.strictObject({
  atMs: AtMs,
  act: HostAct,
  /** Absent when nobody did it, as when a host is succeeded. */
  actorId: ParticipantId.exactOptional(),
  actorName: DisplayName.exactOptional(),
  /** A participant, or a waiting person. */
  targetId: z.uuid().exactOptional(),
  targetName: DisplayName.exactOptional(),
  /** What was allowed or withheld, or which timer or topic it was. */
  detail: z.string().max(200).exactOptional(),
});
export type AuditLine = z.output<typeof AuditLine>;

/** `GET /meetings/{meetingId}/audit`; as CSV at `/audit.csv`. */
export const AuditLog = z.strictObject({ meetingId: MeetingId, lines: z.array(AuditLine).max(REPORT_MAX_COUNT) });
export type AuditLog = z.output<typeof AuditLog>;
