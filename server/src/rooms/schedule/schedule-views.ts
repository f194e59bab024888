import { Inject, Injectable } from '@nestjs/common';
import {
  OCCURRENCES_MAX_COUNT,
  Refusal,
  type AccountId,
  type Clash,
  type OccurrenceList,
  type OccurrenceName,
  type ScheduledMeeting,
  type ScheduleId,
  type ScheduleQuery,
} from '#contracts';
import { AccountsService } from '../../identity/accounts.service.js';
import { RoomKeeping } from '../room-keeping.service.js';
import { calendarOf } from './calendar.js';
import { cancelledOf, occurrencesOf, type PlannedOccurrence } from './occurrences.js';
import { ScheduleMails } from './schedule-mails.js';
import { SCHEDULE_RECORDS, type Schedule, type ScheduleRecords, type Span } from './schedule-records.js';

const SPAN_MAX_MS = 366 * 86_400_000;
const CLASHES_SHOWN_COUNT = 5;

/** What is planned, as those who have to do with it see it. */
@Injectable()
export class ScheduleViews {
  constructor(
    @Inject(SCHEDULE_RECORDS) private readonly records: ScheduleRecords,
    @Inject(RoomKeeping) private readonly rooms: RoomKeeping,
    @Inject(AccountsService) private readonly accounts: AccountsService,
    @Inject(ScheduleMails) private readonly mails: ScheduleMails,
  ) {}

  /** @throws {Refusal} `not-found`. */
  async get(scheduleId: ScheduleId, accountId: AccountId): Promise<ScheduledMeeting> {
    return this.of(await this.find(scheduleId, accountId), accountId);
  }

  /** @throws {Refusal} `not-found`, also for one that does not take place. */
  async getOne({ scheduleId, originalStartsAtMs }: OccurrenceName, accountId: AccountId): Promise<ScheduledMeeting> {
    const schedule = await this.find(scheduleId, accountId);
    return this.of(schedule, accountId, requireOne(schedule, originalStartsAtMs));
  }

  /** @throws {Refusal} `invalid-input` for a time that is too long or runs backwards. */
  async list(accountId: AccountId, { fromMs, toMs }: ScheduleQuery): Promise<OccurrenceList> {
    if (toMs <= fromMs || toMs - fromMs > SPAN_MAX_MS) {
      throw new Refusal('invalid-input', 'toMs: must be later than fromMs, by 366 days at most');
    }
    const found = await this.records.around(accountId, { fromMs, toMs });
    const occurrences = found.flatMap((schedule) => {
      const hasCancelled = cancelledOf(schedule).some((atMs) => atMs > fromMs);
      return occurrencesOf(schedule)
        .map((one) => ({ ...one, ...spanOf(one) }))
        .filter((one) => overlap(one, { fromMs, toMs }))
        .map(({ title, originalStartsAtMs, isChanged, ...span }) => ({
          scheduleId: schedule.scheduleId,
          roomId: schedule.roomId,
          title,
          startsAtMs: span.fromMs,
          endsAtMs: span.toMs,
          timeZone: schedule.timeZone,
          isRecurring: schedule.recurrence !== undefined,
          originalStartsAtMs,
          isChanged,
          hasCancelled,
          isMine: schedule.organiserId === accountId,
        }));
    });
    const inOrder = occurrences.toSorted((left, right) => left.startsAtMs - right.startsAtMs);
    return { occurrences: inOrder.slice(0, OCCURRENCES_MAX_COUNT) };
  }

  /** @throws {Refusal} `not-found`. */
  async calendar(scheduleId: ScheduleId, accountId: AccountId): Promise<string> {
    const schedule = await this.find(scheduleId, accountId);
    const organiser = await this.accounts.require(schedule.organiserId);
    return calendarOf({ schedule, use: 'publish', organiser, url: this.rooms.urlOf(schedule.roomId) });
  }

  /** @throws {Refusal} `not-found`. */
  async find(scheduleId: ScheduleId, accountId: AccountId): Promise<Schedule> {
    const schedule = await this.records.find(scheduleId, accountId);
    if (schedule === undefined) throw noSuchMeeting();
    return schedule;
  }

  /** Of all that is planned, or of one meeting of a series alone. */
  async of(schedule: Schedule, accountId: AccountId, only?: PlannedOccurrence): Promise<ScheduledMeeting> {
    const { scheduleId, roomId, timeZone, recurrence, invitees } = schedule;
    const { title, description, startsAtMs, durationMs } = only ?? schedule;
    const cancelledAtMs = cancelledOf(schedule);
    return {
      scheduleId,
      ...(only !== undefined && { originalStartsAtMs: only.originalStartsAtMs }),
      roomId,
      url: this.rooms.urlOf(roomId),
      title,
      ...(description !== undefined && description !== '' && { description }),
      startsAtMs,
      durationMs,
      timeZone,
      ...(recurrence !== undefined && only === undefined && { recurrence }),
      ...(cancelledAtMs.length > 0 && only === undefined && { cancelledAtMs }),
      invitees: [...invitees],
      isMine: schedule.organiserId === accountId,
      clashes: await this.#clashes(schedule, only === undefined ? occurrencesOf(schedule) : [only]),
      isMailed: invitees.length === 0 || this.mails.isReady,
    };
  }

  async #clashes(schedule: Schedule, occurrences: readonly PlannedOccurrence[]): Promise<Clash[]> {
    const spans = occurrences.map(spanOf);
    const span = { fromMs: schedule.beginsAtMs, toMs: schedule.endsAtMs };
    const others = await this.records.ofOrganiser(schedule.organiserId, span);
    return others
      .filter(({ scheduleId }) => scheduleId !== schedule.scheduleId)
      .flatMap((other) => {
        const clash = occurrencesOf(other).find((theirs) => spans.some((ours) => overlap(ours, spanOf(theirs))));
        if (clash === undefined) return [];
        return [{ scheduleId: other.scheduleId, title: clash.title, startsAtMs: clash.startsAtMs }];
      })
      .slice(0, CLASHES_SHOWN_COUNT);
  }
}

/** @throws {Refusal} `not-found` for what is no meeting of this series, or was cancelled. */
export function requireOne(schedule: Schedule, originalStartsAtMs: number): PlannedOccurrence {
  const one = occurrencesOf(schedule).find((occurrence) => occurrence.originalStartsAtMs === originalStartsAtMs);
  if (schedule.recurrence === undefined || one === undefined) throw noSuchMeeting();
  return one;
}

export function noSuchMeeting(): Refusal {
  return new Refusal('not-found', 'There is no such meeting in your calendar.');
}

function spanOf({ startsAtMs, durationMs }: PlannedOccurrence): Span {
  return { fromMs: startsAtMs, toMs: startsAtMs + durationMs };
}

function overlap(left: Span, right: Span): boolean {
  return left.fromMs < right.toMs && right.fromMs < left.toMs;
}
