import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import {
  OCCURRENCES_MAX_COUNT,
  Refusal,
  ScheduleId,
  type AccountId,
  type IdentityId,
  type OccurrenceChange,
  type OccurrenceName,
  type RoomId,
  type ScheduleChange,
  type ScheduledMeeting,
  type ScheduleRequest,
} from '#contracts';
import { isZone, type Clock } from '#kernel';
import { CLOCK } from '../../core/tokens.js';
import { RoomKeeping } from '../room-keeping.service.js';
import {
  cancelledOf,
  carriedOver,
  extentOf,
  withException,
  type Exception,
  type PlannedOccurrence,
} from './occurrences.js';
import { startsOf, withOwnDay, type Times } from './recurring.js';
import { ScheduleMails } from './schedule-mails.js';
import { SCHEDULE_RECORDS, type Schedule, type ScheduleRecords } from './schedule-records.js';
import { noSuchMeeting, requireOne, ScheduleViews } from './schedule-views.js';

/** Most meetings and series of one account that are not over. */
const SCHEDULES_MAX_COUNT = 500;
/** The end of the year 2199: far enough, and within what calendars can write even for the longest series. */
const LATEST_MS = Date.UTC(2200, 0, 1);

/** Plans meetings: single ones and series, in a room of one's own. */
@Injectable()
export class ScheduleService {
  constructor(
    @Inject(SCHEDULE_RECORDS) private readonly records: ScheduleRecords,
    @Inject(RoomKeeping) private readonly rooms: RoomKeeping,
    @Inject(ScheduleViews) private readonly views: ScheduleViews,
    @Inject(ScheduleMails) private readonly mails: ScheduleMails,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws {Refusal} `invalid-input` for times that cannot be; `limit-reached`; as `RoomKeeping.require` does. */
  async create(organiserId: AccountId, wish: ScheduleRequest): Promise<ScheduledMeeting> {
    const { startsAtMs, durationMs, timeZone } = wish;
    const times = checked({ startsAtMs, durationMs, timeZone, recurrence: wish.recurrence });
    const roomId = await this.#roomFor(organiserId, wish);
    const schedule = withExtent({
      ...times,
      scheduleId: ScheduleId.parse(randomUUID()),
      roomId,
      organiserId,
      title: wish.title,
      description: wish.description,
      exceptions: [],
      invitees: [...new Set(wish.invitees)],
      sequence: 0,
      changedAtMs: this.clock.nowMs(),
    });
    if (!(await this.records.insert(schedule, SCHEDULES_MAX_COUNT))) {
      throw new Refusal('limit-reached', 'You have too many meetings planned; cancel one first.');
    }
    this.mails.invite(schedule);
    return this.views.of(schedule, organiserId);
  }

  /** @throws {Refusal} `not-found`, also for who is not its organiser; `conflict` when two change it at once. */
  async change(scheduleId: ScheduleId, accountId: AccountId, change: ScheduleChange): Promise<ScheduledMeeting> {
    const before = await this.#own(scheduleId, accountId);
    const { recurrence = before.recurrence, ...rest } = change;
    const wished = { ...before, ...rest, recurrence: recurrence ?? undefined };
    const times = checked(wished);
    const exceptions = carriedOver(before.exceptions, before, times);
    const after = await this.#replace({ ...wished, ...times, exceptions, invitees: [...new Set(wished.invitees)] });
    const dropped = before.invitees.filter((email) => !after.invitees.includes(email));
    this.mails.cancel({ ...after, invitees: dropped });
    this.mails.invite(after);
    return this.views.of(after, accountId);
  }

  /** @throws {Refusal} as `change` does, and `not-found` for a meeting that does not take place. */
  async changeOne(
    { scheduleId, originalStartsAtMs }: OccurrenceName,
    accountId: AccountId,
    change: OccurrenceChange,
  ): Promise<ScheduledMeeting> {
    const before = await this.#own(scheduleId, accountId);
    requireOne(before, originalStartsAtMs);
    requireReachable(change.startsAtMs);
    const after = await this.#except(before, { originalStartsAtMs, change });
    const one = requireOne(after, originalStartsAtMs);
    this.mails.invite(after, one);
    return this.views.of(after, accountId, one);
  }

  /** Safe to repeat; does nothing to another's meeting. */
  async cancel(scheduleId: ScheduleId, accountId: AccountId): Promise<void> {
    const removed = await this.records.remove(scheduleId, accountId);
    if (removed !== undefined) this.#tellCancelled(removed);
  }

  /** The last meeting of a series takes the series with it. Safe to repeat. @throws {Refusal} `conflict` as `change` does. */
  async cancelOne({ scheduleId, originalStartsAtMs }: OccurrenceName, accountId: AccountId): Promise<void> {
    const found = await this.#ownOne({ scheduleId, originalStartsAtMs }, accountId);
    if (found === undefined) return;
    const exceptions = withException(found.schedule, { originalStartsAtMs, change: 'cancelled' });
    if (extentOf({ ...found.schedule, exceptions }) === undefined) return this.cancel(scheduleId, accountId);
    this.mails.cancel(await this.#except(found.schedule, { originalStartsAtMs, change: 'cancelled' }), found.one);
  }

  /**
   * One that was cancelled takes place again. Safe to repeat.
   *
   * @throws {Refusal} as `change` does, and `not-found` for a meeting that the series does not have.
   */
  async restoreOne(
    { scheduleId, originalStartsAtMs }: OccurrenceName,
    accountId: AccountId,
  ): Promise<ScheduledMeeting> {
    const before = await this.#own(scheduleId, accountId);
    if (!cancelledOf(before).includes(originalStartsAtMs)) {
      return this.views.of(before, accountId, requireOne(before, originalStartsAtMs));
    }
    const exceptions = before.exceptions.filter((one) => one.originalStartsAtMs !== originalStartsAtMs);
    const after = await this.#replace({ ...before, exceptions });
    const one = requireOne(after, originalStartsAtMs);
    this.mails.restore(after, one);
    return this.views.of(after, accountId, one);
  }

  /** All that is planned in a room, whoever planned it. Safe to repeat. */
  async cancelAllIn(roomId: RoomId): Promise<void> {
    const nowMs = this.clock.nowMs();
    const removed = await this.records.removeOfRoom(roomId);
    // Nobody needs to hear that what is over does not take place.
    for (const schedule of removed) if (schedule.endsAtMs > nowMs) this.#tellCancelled(schedule);
  }

  /** @throws {Refusal} `not-found`. */
  async #own(scheduleId: ScheduleId, accountId: AccountId): Promise<Schedule> {
    const schedule = await this.views.find(scheduleId, accountId);
    if (schedule.organiserId !== accountId) throw noSuchMeeting();
    return schedule;
  }

  /** Undefined for what does not take place, or is another's. */
  async #ownOne(
    { scheduleId, originalStartsAtMs }: OccurrenceName,
    accountId: AccountId,
  ): Promise<{ readonly schedule: Schedule; readonly one: PlannedOccurrence } | undefined> {
    try {
      const schedule = await this.#own(scheduleId, accountId);
      return { schedule, one: requireOne(schedule, originalStartsAtMs) };
    } catch (thrown) {
      if (thrown instanceof Refusal && thrown.code === 'not-found') return undefined;
      throw thrown;
    }
  }

  #except(before: Schedule, exception: Exception): Promise<Schedule> {
    return this.#replace({ ...before, exceptions: withException(before, exception) });
  }

  /** @throws {Refusal} `conflict`. */
  async #replace(wished: Omit<Schedule, 'beginsAtMs' | 'endsAtMs'>): Promise<Schedule> {
    const after = withExtent({ ...wished, sequence: wished.sequence + 1, changedAtMs: this.clock.nowMs() });
    if (!(await this.records.replace(after))) throw new Refusal('conflict', 'It was changed elsewhere; look again.');
    return after;
  }

  #tellCancelled(removed: Schedule): void {
    this.mails.cancel({ ...removed, sequence: removed.sequence + 1, changedAtMs: this.clock.nowMs() });
  }

  async #roomFor(organiserId: AccountId, { roomId, title }: ScheduleRequest): Promise<RoomId> {
    const identityId = organiserId as string as IdentityId;
    if (roomId === undefined) {
      return (await this.rooms.open({ identityId, accountId: organiserId }, { kind: 'persistent', title })).roomId;
    }
    await this.rooms.require(roomId, identityId, ['owner', 'cohost']);
    return roomId;
  }
}

/** @throws {Refusal} `invalid-input`. */
function checked({ startsAtMs, durationMs, timeZone, recurrence }: Times): Times {
  if (!isZone(timeZone))
    throw new Refusal('invalid-input', 'timeZone: there is no such time zone', { field: 'timeZone', issue: 'unknown' });
  requireReachable(startsAtMs);
  if (recurrence?.weekdays !== undefined && recurrence.frequency !== 'weekly') {
    throw new Refusal('invalid-input', 'recurrence.weekdays: only a weekly meeting has some', {
      field: 'recurrence.weekdays',
      issue: 'other',
    });
  }
  const series = recurrence && withOwnDay(recurrence, startsAtMs, timeZone);
  const times = { startsAtMs, durationMs, timeZone, recurrence: series };
  const count = startsOf(times).length;
  if (count === 0)
    throw new Refusal('invalid-input', 'recurrence.untilMs: is before the first meeting', {
      field: 'recurrence.untilMs',
      issue: 'early',
    });
  if (count > OCCURRENCES_MAX_COUNT) {
    throw new Refusal('invalid-input', `recurrence: has more than ${OCCURRENCES_MAX_COUNT} meetings`, {
      field: 'recurrence',
      issue: 'many',
      limit: OCCURRENCES_MAX_COUNT,
    });
  }
  return times;
}

function requireReachable(startsAtMs = 0): void {
  if (startsAtMs > LATEST_MS)
    throw new Refusal('invalid-input', 'startsAtMs: is too far away', { field: 'startsAtMs', issue: 'large' });
}

/** @throws {Refusal} `invalid-input` when nothing of it would take place. */
function withExtent(schedule: Omit<Schedule, 'beginsAtMs' | 'endsAtMs'>): Schedule {
  const extent = extentOf(schedule);
  if (extent === undefined)
    throw new Refusal('invalid-input', 'recurrence: no meeting of the series would take place', {
      field: 'recurrence',
      issue: 'few',
      limit: 1,
    });
  return { ...schedule, ...extent };
}
