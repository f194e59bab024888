import { Controller, Get, Header, Headers, Inject, Param } from '@nestjs/common';
import { API_PREFIX, MeetingId, type Attendance, type AuditLog } from '#contracts';
import { Bearer } from '../wire/rest/bearer.js';
import { Described } from '../wire/rest/described.js';
import { Parsed } from '../wire/rest/parsed.js';
import { csvOf } from './attendance.js';
import { ReportsService } from './reports.service.js';

@Controller(`${API_PREFIX}/meetings/:meetingId`)
export class ReportsController {
  constructor(
    @Inject(ReportsService) private readonly reports: ReportsService,
    @Inject(Bearer) private readonly bearer: Bearer,
  ) {}

  @Get('attendance')
  @Described('meetings.attendance')
  async attendance(
    @Headers('authorization') authorization: string | undefined,
    @Param('meetingId', new Parsed(MeetingId)) meetingId: MeetingId,
  ): Promise<Attendance> {
    return this.reports.attendance(await this.bearer.require(authorization), meetingId);
  }

  @Get('attendance.csv')
  @Header('Content-Type', 'text/csv; charset=utf-8')
  @Header('Content-Disposition', 'attachment; filename="attendance.csv"')
  @Described('meetings.attendanceTable')
  async table(
    @Headers('authorization') authorization: string | undefined,
    @Param('meetingId', new Parsed(MeetingId)) meetingId: MeetingId,
  ): Promise<string> {
    return csvOf(await this.reports.attendance(await this.bearer.require(authorization), meetingId));
  }

  @Get('audit')
  @Described('meetings.audit')
  async audit(
    @Headers('authorization') authorization: string | undefined,
    @Param('meetingId', new Parsed(MeetingId)) meetingId: MeetingId,
  ): Promise<AuditLog> {
    return this.reports.audit(await this.bearer.require(authorization), meetingId);
  }
}
