import type { IdentityId, LeaveReason, MeetingId, ParticipantId, Role, RoomId } from '#contracts';

export const ATTENDANCE_RECORDS = Symbol('AttendanceRecords');

/** One seat that was taken in a meeting. A lost connection that came back in time did not end it. */
export interface SeatTime {
  readonly participantId: ParticipantId;
  readonly identityId: IdentityId;
  readonly name: string;
  readonly role: Role;
  readonly isGuest: boolean;
  readonly joinedAtMs: number;
  /** Undefined while they are there. */
  readonly leftAtMs?: number | undefined;
  readonly leaveReason?: LeaveReason | undefined;
  readonly spokenMs: number;
}

export interface MeetingTime {
  readonly meetingId: MeetingId;
  readonly roomId: RoomId;
  readonly startedAtMs: number;
  readonly endedAtMs?: number | undefined;
}

/** One meeting of a room. */
export type MeetingOfRoom = Pick<MeetingTime, 'meetingId' | 'startedAtMs' | 'endedAtMs'> & {
  readonly peopleCount: number;
};

/** What is known of a meeting and its seats, also long after. */
export interface AttendanceRecords {
  meeting(meetingId: MeetingId): Promise<MeetingTime | undefined>;
  /** In the order they were taken. */
  seats(meetingId: MeetingId, maxCount: number): Promise<readonly SeatTime[]>;
  /** The newest first. */
  meetingsOf(roomId: RoomId, maxCount: number): Promise<readonly MeetingOfRoom[]>;
}
