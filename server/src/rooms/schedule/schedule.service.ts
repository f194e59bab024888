import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import {
  OCCURRENCES_MAX_COUNT,
  Refusal,
  ScheduleId,
  type AccountId,
  type Clash,
  type IdentityId,
  type OccurrenceList,
  type RoomId,
  type ScheduleChange,
  type ScheduledMeeting,
  type ScheduleQuery,
  type ScheduleRequest,
} from '#contracts';
import { isZone, type Clock } from '#kernel';
import { CLOCK } from '../../core/tokens.js';
import { AccountsService } from '../../identity/accounts.service.js';
import { RoomKeeping } from '../room-keeping.service.js';
import { calendarOf } from './calendar.js';
import { startsOf, withOwnDay, type Times } from './recurring.js';
import { ScheduleMails } from './schedule-mails.js';
import { SCHEDULE_RECORDS, type Schedule, type ScheduleRecords, type Span } from './schedule-records.js';

/** Most meetings and series of one account that are not over. */
const SCHEDULES_MAX_COUNT = 500;
const SPAN_MAX_MS = 366 * 86_400_000;
const CLASHES_SHOWN_COUNT = 5;

/** Plans meetings: single ones and series, in a room of one's own. */
@Injectable()
export class ScheduleService {
  constructor(
    @Inject(SCHEDULE_RECORDS) private readonly records: ScheduleRecords,
    @Inject(RoomKeeping) private readonly rooms: RoomKeeping,
    @Inject(AccountsService) private readonly accounts: AccountsService,
    @Inject(ScheduleMails) private readonly mails: ScheduleMails,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws {Refusal} `invalid-input` for times that cannot be; `limit-reached`; as `RoomKeeping.require` does. */
  async create(organiserId: AccountId, wish: ScheduleRequest): Promise<ScheduledMeeting> {
    const { startsAtMs, durationMs, timeZone } = wish;
    const times = checked({ startsAtMs, durationMs, timeZone, recurrence: wish.recurrence });
    const organiser = await this.accounts.require(organiserId);
    const roomId = await this.#roomFor(organiserId, wish);
    const schedule: Schedule = {
      ...times,
      scheduleId: ScheduleId.parse(randomUUID()),
      roomId,
      organiserId,
      title: wish.title,
      description: wish.description,
      invitees: [...new Set(wish.invitees)],
      sequence: 0,
      changedAtMs: this.clock.nowMs(),
      endsAtMs: endOf(times),
    };
    if (!(await this.records.insert(schedule, SCHEDULES_MAX_COUNT))) {
      throw new Refusal('limit-reached', 'You have too many meetings planned; cancel one first.');
    }
    this.mails.invite(schedule, organiser);
    return this.#view(schedule, organiserId);
  }

  /** @throws {Refusal} `not-found`. */
  async get(scheduleId: ScheduleId, accountId: AccountId): Promise<ScheduledMeeting> {
    return this.#view(await this.#find(scheduleId, accountId), accountId);
  }

  /** @throws {Refusal} `not-found`, also for who is not its organiser; `conflict` when two change it at once. */
  async change(scheduleId: ScheduleId, accountId: AccountId, change: ScheduleChange): Promise<ScheduledMeeting> {
    const before = await this.#find(scheduleId, accountId);
    if (before.organiserId !== accountId) throw noSuchMeeting();
    const { recurrence = before.recurrence, ...rest } = change;
    const wished = { ...before, ...rest, recurrence: recurrence ?? undefined };
    const times = checked(wished);
    const after: Schedule = {
      ...wished,
      ...times,
      invitees: [...new Set(wished.invitees)],
      sequence: before.sequence + 1,
      changedAtMs: this.clock.nowMs(),
      endsAtMs: endOf(times),
    };
    if (!(await this.records.replace(after))) throw new Refusal('conflict', 'It was changed elsewhere; look again.');
    const organiser = await this.accounts.require(accountId);
    const dropped = before.invitees.filter((email) => !after.invitees.includes(email));
    this.mails.cancel({ ...after, invitees: dropped }, organiser);
    this.mails.invite(after, organiser);
    return this.#view(after, accountId);
  }

  /** Safe to repeat; does nothing to another's meeting. */
  async cancel(scheduleId: ScheduleId, accountId: AccountId): Promise<void> {
    const removed = await this.records.remove(scheduleId, accountId);
    if (removed !== undefined) await this.#tellCancelled(removed);
  }

  /** All that is planned in a room, whoever planned it. Safe to repeat. */
  async cancelAllIn(roomId: RoomId): Promise<void> {
    const nowMs = this.clock.nowMs();
    const removed = await this.records.removeOfRoom(roomId);
    // Nobody needs to hear that what is over does not take place.
    for (const schedule of removed) if (schedule.endsAtMs > nowMs) await this.#tellCancelled(schedule);
  }

  /** @throws {Refusal} `invalid-input` for a time that is too long or runs backwards. */
  async list(accountId: AccountId, { fromMs, toMs }: ScheduleQuery): Promise<OccurrenceList> {
    if (toMs <= fromMs || toMs - fromMs > SPAN_MAX_MS) {
      throw new Refusal('invalid-input', 'toMs: must be later than fromMs, by 366 days at most');
    }
    const found = await this.records.around(accountId, { fromMs, toMs });
    const occurrences = found.flatMap((schedule) =>
      startsOf(schedule)
        .map((startsAtMs) => ({ startsAtMs, endsAtMs: startsAtMs + schedule.durationMs }))
        .filter((one) => one.startsAtMs < toMs && one.endsAtMs > fromMs)
        .map((one) => ({
          scheduleId: schedule.scheduleId,
          roomId: schedule.roomId,
          title: schedule.title,
          ...one,
          timeZone: schedule.timeZone,
          isRecurring: schedule.recurrence !== undefined,
          isMine: schedule.organiserId === accountId,
        })),
    );
    const inOrder = occurrences.toSorted((left, right) => left.startsAtMs - right.startsAtMs);
    return { occurrences: inOrder.slice(0, OCCURRENCES_MAX_COUNT) };
  }

  /** @throws {Refusal} `not-found`. */
  async calendar(scheduleId: ScheduleId, accountId: AccountId): Promise<string> {
    const schedule = await this.#find(scheduleId, accountId);
    const organiser = await this.accounts.require(schedule.organiserId);
    return calendarOf({ schedule, use: 'publish', organiser, url: this.rooms.urlOf(schedule.roomId) });
  }

  async #tellCancelled(removed: Schedule): Promise<void> {
    const last = { ...removed, sequence: removed.sequence + 1, changedAtMs: this.clock.nowMs() };
    this.mails.cancel(last, await this.accounts.require(removed.organiserId));
  }

  async #roomFor(organiserId: AccountId, { roomId, title }: ScheduleRequest): Promise<RoomId> {
    const identityId = organiserId as string as IdentityId;
    if (roomId === undefined) {
      return (await this.rooms.open({ identityId, accountId: organiserId }, { kind: 'persistent', title })).roomId;
    }
    await this.rooms.require(roomId, identityId, ['owner', 'cohost']);
    return roomId;
  }

  async #find(scheduleId: ScheduleId, accountId: AccountId): Promise<Schedule> {
    const schedule = await this.records.find(scheduleId, accountId);
    if (schedule === undefined) throw noSuchMeeting();
    return schedule;
  }

  async #view(schedule: Schedule, accountId: AccountId): Promise<ScheduledMeeting> {
    const { scheduleId, roomId, title, description, startsAtMs, durationMs, timeZone, recurrence, invitees } = schedule;
    return {
      scheduleId,
      roomId,
      url: this.rooms.urlOf(roomId),
      title,
      ...(description !== undefined && { description }),
      startsAtMs,
      durationMs,
      timeZone,
      ...(recurrence !== undefined && { recurrence }),
      invitees: [...invitees],
      isMine: schedule.organiserId === accountId,
      clashes: await this.#clashes(schedule),
      isMailed: invitees.length === 0 || this.mails.isReady,
    };
  }

  async #clashes(schedule: Schedule): Promise<Clash[]> {
    const spans = spansOf(schedule);
    const span = { fromMs: schedule.startsAtMs, toMs: schedule.endsAtMs };
    const others = await this.records.ofOrganiser(schedule.organiserId, span);
    return others
      .filter(({ scheduleId }) => scheduleId !== schedule.scheduleId)
      .flatMap((other) => {
        const clash = spansOf(other).find((theirs) => spans.some((ours) => overlap(ours, theirs)));
        const { scheduleId, title } = other;
        return clash === undefined ? [] : [{ scheduleId, title, startsAtMs: clash.fromMs }];
      })
      .slice(0, CLASHES_SHOWN_COUNT);
  }
}

/** @throws {Refusal} `invalid-input`. */
function checked({ startsAtMs, durationMs, timeZone, recurrence }: Times): Times {
  if (!isZone(timeZone)) throw new Refusal('invalid-input', 'timeZone: there is no such time zone');
  if (startsAtMs > LATEST_MS) throw new Refusal('invalid-input', 'startsAtMs: is too far away');
  if (recurrence?.weekdays !== undefined && recurrence.frequency !== 'weekly') {
    throw new Refusal('invalid-input', 'recurrence.weekdays: only a weekly meeting has some');
  }
  const series = recurrence && withOwnDay(recurrence, startsAtMs, timeZone);
  const times = { startsAtMs, durationMs, timeZone, recurrence: series };
  const count = startsOf(times).length;
  if (count === 0) throw new Refusal('invalid-input', 'recurrence.untilMs: is before the first meeting');
  if (count > OCCURRENCES_MAX_COUNT) {
    throw new Refusal('invalid-input', `recurrence: has more than ${OCCURRENCES_MAX_COUNT} meetings`);
  }
  return times;
}

/** The end of the year 2199: far enough, and within what calendars can write even for the longest series. */
const LATEST_MS = Date.UTC(2200, 0, 1);

function endOf(times: Times): number {
  return (startsOf(times).at(-1) ?? times.startsAtMs) + times.durationMs;
}

function spansOf(schedule: Schedule): Span[] {
  return startsOf(schedule).map((fromMs) => ({ fromMs, toMs: fromMs + schedule.durationMs }));
}

function overlap(left: Span, right: Span): boolean {
  return left.fromMs < right.toMs && right.fromMs < left.toMs;
}

function noSuchMeeting(): Refusal {
  return new Refusal('not-found', 'There is no such meeting in your calendar.');
}
