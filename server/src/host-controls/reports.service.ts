import { Inject, Injectable } from '@nestjs/common';
import {
  PAST_MEETINGS_MAX_COUNT,
  Refusal,
  REPORT_MAX_COUNT,
  type Attendance,
  type AuditLog,
  type IdentityId,
  type MeetingId,
  type PastMeetings,
  type RoomId,
} from '#contracts';
import type { Clock } from '#kernel';
import { CLOCK } from '../core/tokens.js';
import { MeetingsService } from '../meetings/meetings.service.js';
import { RoomKeeping } from '../rooms/room-keeping.service.js';
import { attendanceOf } from './attendance.js';
import { ATTENDANCE_RECORDS, type AttendanceRecords, type MeetingTime, type SeatTime } from './attendance-records.js';
import { HOST_ACT_RECORDS, type HostActRecord, type HostActRecords } from './host-act-records.js';

/** What is kept of a meeting, for the owner and the co-hosts of its room. */
@Injectable()
export class ReportsService {
  constructor(
    @Inject(ATTENDANCE_RECORDS) private readonly attendances: AttendanceRecords,
    @Inject(HOST_ACT_RECORDS) private readonly acts: HostActRecords,
    @Inject(MeetingsService) private readonly meetings: MeetingsService,
    @Inject(RoomKeeping) private readonly keeping: RoomKeeping,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws {Refusal} `not-found`, whether there is no such meeting or it is not the caller's. */
  async attendance(by: IdentityId, meetingId: MeetingId): Promise<Attendance> {
    const meeting = await this.#require(by, meetingId);
    const seats = await this.attendances.seats(meetingId, REPORT_MAX_COUNT);
    return attendanceOf(
      meeting,
      seats.map((seat) => this.#live(meetingId, seat)),
      this.clock.nowMs(),
    );
  }

  /** @throws as `attendance` does. */
  async audit(by: IdentityId, meetingId: MeetingId): Promise<AuditLog> {
    await this.#require(by, meetingId);
    const acts = await this.acts.of(meetingId, REPORT_MAX_COUNT);
    return { meetingId, lines: acts.map(lineOf) };
  }

  /** The last meetings of a room. @throws {Refusal} `not-found`, whether there is no such room or it is not the caller's. */
  async ofRoom(by: IdentityId, roomId: RoomId): Promise<PastMeetings> {
    if (!(await this.#leads(by, roomId))) throw new Refusal('not-found', 'You have no such room.');
    const meetings = await this.attendances.meetingsOf(roomId, PAST_MEETINGS_MAX_COUNT);
    return {
      meetings: meetings.map(({ endedAtMs, ...same }) => ({ ...same, ...(endedAtMs !== undefined && { endedAtMs }) })),
    };
  }

  async #require(by: IdentityId, meetingId: MeetingId): Promise<MeetingTime> {
    const meeting = await this.attendances.meeting(meetingId);
    if (meeting !== undefined && (await this.#leads(by, meeting.roomId))) return meeting;
    throw new Refusal('not-found', 'There is no such meeting.');
  }

  async #leads(by: IdentityId, roomId: RoomId): Promise<boolean> {
    const role = await this.keeping.roleOf(roomId, by);
    return role === 'owner' || role === 'cohost';
  }

  /** Who is still there has spoken longer than the records know, and may be called otherwise by now. */
  #live(meetingId: MeetingId, seat: SeatTime): SeatTime {
    const rules = this.meetings.byId(meetingId)?.rules;
    const now = rules?.seat(seat.participantId);
    return rules === undefined || now === undefined
      ? seat
      : { ...seat, name: now.name, role: now.role, spokenMs: rules.spokenMs(seat.participantId) };
  }
}

function lineOf({ atMs, act, ...more }: HostActRecord): AuditLog['lines'][number] {
  const { actorId, actorName, targetId, targetName, detail } = more as { readonly [K in keyof typeof more]: never };
  return {
    atMs,
    act,
    ...(actorId !== undefined && { actorId }),
    ...(actorName !== undefined && { actorName }),
    ...(targetId !== undefined && { targetId }),
    ...(targetName !== undefined && { targetName }),
    ...(detail !== undefined && { detail }),
  };
}
