import { Controller, Header, Headers, Inject, Param } from '@nestjs/common';
import { API_PREFIX, MeetingId, RoomId, type Attendance, type AuditLog, type PastMeetings } from '#contracts';
import { Bearer } from '../wire/rest/bearer.js';
import { Parsed } from '../wire/rest/parsed.js';
import { Route } from '../wire/rest/route.js';
import { csvOf } from './attendance.js';
import { auditTableOf } from './audit-table.js';
import { ReportsService } from './reports.service.js';

@Controller(API_PREFIX)
export class ReportsController {
  constructor(
    @Inject(ReportsService) private readonly reports: ReportsService,
    @Inject(Bearer) private readonly bearer: Bearer,
  ) {}

  @Route('meetings.attendance')
  async attendance(
    @Headers('authorization') authorization: string | undefined,
    @Param('meetingId', new Parsed(MeetingId)) meetingId: MeetingId,
  ): Promise<Attendance> {
    return this.reports.attendance(await this.bearer.require(authorization), meetingId);
  }

  @Route('meetings.attendanceTable')
  @Header('Content-Type', 'text/csv; charset=utf-8')
  @Header('Content-Disposition', 'attachment; filename="attendance.csv"')
  async table(
    @Headers('authorization') authorization: string | undefined,
    @Param('meetingId', new Parsed(MeetingId)) meetingId: MeetingId,
  ): Promise<string> {
    return csvOf(await this.reports.attendance(await this.bearer.require(authorization), meetingId));
  }

  @Route('meetings.audit')
  async audit(
    @Headers('authorization') authorization: string | undefined,
    @Param('meetingId', new Parsed(MeetingId)) meetingId: MeetingId,
  ): Promise<AuditLog> {
    return this.reports.audit(await this.bearer.require(authorization), meetingId);
  }

  @Route('meetings.auditTable')
  @Header('Content-Type', 'text/csv; charset=utf-8')
  @Header('Content-Disposition', 'attachment; filename="audit.csv"')
  async auditTable(
    @Headers('authorization') authorization: string | undefined,
    @Param('meetingId', new Parsed(MeetingId)) meetingId: MeetingId,
  ): Promise<string> {
    return auditTableOf(await this.reports.audit(await this.bearer.require(authorization), meetingId));
  }

  @Route('meetings.list')
  async meetings(
    @Headers('authorization') authorization: string | undefined,
    @Param('roomId', new Parsed(RoomId)) roomId: RoomId,
  ): Promise<PastMeetings> {
    return this.reports.ofRoom(await this.bearer.require(authorization), roomId);
  }
}
