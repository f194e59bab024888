import { Body, Controller, Headers, Inject, Param, Query, Res } from '@nestjs/common';
import type { Response } from 'express';
import {
  API_PREFIX,
  OccurrenceChange,
  OccurrenceName,
  ScheduleChange,
  ScheduleId,
  ScheduleQuery,
  ScheduleRequest,
  type OccurrenceList,
  type ScheduledMeeting,
} from '#contracts';
import { RateLimits } from '../../wire/rate-limits.js';
import { Bearer } from '../../wire/rest/bearer.js';
import { Parsed } from '../../wire/rest/parsed.js';
import { Route } from '../../wire/rest/route.js';
import { ScheduleViews } from './schedule-views.js';
import { ScheduleService } from './schedule.service.js';

@Controller(API_PREFIX)
export class ScheduleController {
  constructor(
    @Inject(ScheduleService) private readonly schedule: ScheduleService,
    @Inject(ScheduleViews) private readonly views: ScheduleViews,
    @Inject(Bearer) private readonly bearer: Bearer,
    @Inject(RateLimits) private readonly limits: RateLimits,
  ) {}

  @Route('schedule.create')
  async create(
    @Headers('authorization') authorization: string | undefined,
    @Body(new Parsed(ScheduleRequest)) wish: ScheduleRequest,
  ): Promise<ScheduledMeeting> {
    return this.schedule.create(await this.#writer(authorization), wish);
  }

  @Route('schedule.list')
  async list(
    @Headers('authorization') authorization: string | undefined,
    @Query(new Parsed(ScheduleQuery)) query: ScheduleQuery,
  ): Promise<OccurrenceList> {
    const { accountId } = await this.bearer.requireAccount(authorization);
    return this.views.list(accountId, query);
  }

  @Route('schedule.get')
  async get(
    @Headers('authorization') authorization: string | undefined,
    @Param('scheduleId', new Parsed(ScheduleId)) scheduleId: ScheduleId,
  ): Promise<ScheduledMeeting> {
    const { accountId } = await this.bearer.requireAccount(authorization);
    return this.views.get(scheduleId, accountId);
  }

  @Route('schedule.change')
  async change(
    @Headers('authorization') authorization: string | undefined,
    @Param('scheduleId', new Parsed(ScheduleId)) scheduleId: ScheduleId,
    @Body(new Parsed(ScheduleChange)) change: ScheduleChange,
  ): Promise<ScheduledMeeting> {
    return this.schedule.change(scheduleId, await this.#writer(authorization), change);
  }

  @Route('schedule.cancel')
  async cancel(
    @Headers('authorization') authorization: string | undefined,
    @Param('scheduleId', new Parsed(ScheduleId)) scheduleId: ScheduleId,
  ): Promise<void> {
    await this.schedule.cancel(scheduleId, await this.#writer(authorization));
  }

  @Route('schedule.calendar')
  async calendar(
    @Headers('authorization') authorization: string | undefined,
    @Param('scheduleId', new Parsed(ScheduleId)) scheduleId: ScheduleId,
    @Res({ passthrough: true }) response: Response,
  ): Promise<string> {
    const { accountId } = await this.bearer.requireAccount(authorization);
    const ics = await this.views.calendar(scheduleId, accountId);
    response.type('text/calendar; charset=utf-8').attachment('meeting.ics');
    return ics;
  }

  @Route('schedule.occurrence.get')
  async getOne(
    @Headers('authorization') authorization: string | undefined,
    @Param(new Parsed(OccurrenceName)) name: OccurrenceName,
  ): Promise<ScheduledMeeting> {
    const { accountId } = await this.bearer.requireAccount(authorization);
    return this.views.getOne(name, accountId);
  }

  @Route('schedule.occurrence.change')
  async changeOne(
    @Headers('authorization') authorization: string | undefined,
    @Param(new Parsed(OccurrenceName)) name: OccurrenceName,
    @Body(new Parsed(OccurrenceChange)) change: OccurrenceChange,
  ): Promise<ScheduledMeeting> {
    return this.schedule.changeOne(name, await this.#writer(authorization), change);
  }

  @Route('schedule.occurrence.cancel')
  async cancelOne(
    @Headers('authorization') authorization: string | undefined,
    @Param(new Parsed(OccurrenceName)) name: OccurrenceName,
  ): Promise<void> {
    await this.schedule.cancelOne(name, await this.#writer(authorization));
  }

  @Route('schedule.occurrence.restore')
  async restoreOne(
    @Headers('authorization') authorization: string | undefined,
    @Param(new Parsed(OccurrenceName)) name: OccurrenceName,
  ): Promise<ScheduledMeeting> {
    return this.schedule.restoreOne(name, await this.#writer(authorization));
  }

  async #writer(authorization: string | undefined) {
    const { accountId } = await this.bearer.requireAccount(authorization);
    await this.limits.accountWrites.demand(accountId);
    return accountId;
  }
}
