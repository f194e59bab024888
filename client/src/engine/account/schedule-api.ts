import {
  OccurrenceList,
  ScheduledMeeting,
  type Occurrence,
  type OccurrenceChange,
  type OccurrenceName,
  type ScheduleChange,
  type ScheduleId,
  type ScheduleRequest,
} from '#contracts';
import { z } from 'zod';
import type { HttpCall } from '../http.js';

interface Parts {
  /** Sends as whoever this is. */
  readonly known: <S extends z.ZodType>(call: Omit<HttpCall<S>, 'token'>) => Promise<z.output<S>>;
}

/** A stretch of time, in ms since the Unix epoch. */
export interface TimeSpan {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Meetings that are planned. Every method throws `Unreachable` when nobody answers, and a Refusal when the answer is no. */
export class ScheduleApi {
  readonly #known: Parts['known'];

  constructor({ known }: Parts) {
    this.#known = known;
  }

  /** Each meeting of a series by itself, in the order in which they begin. */
  async within({ fromMs, toMs }: TimeSpan): Promise<readonly Occurrence[]> {
    const path = `/schedule?fromMs=${fromMs}&toMs=${toMs}`;
    return (await this.#known({ method: 'GET', path, answer: OccurrenceList })).occurrences;
  }

  get(scheduleId: ScheduleId): Promise<ScheduledMeeting> {
    return this.#known({ method: 'GET', path: `/schedule/${scheduleId}`, answer: ScheduledMeeting });
  }

  plan(wish: ScheduleRequest): Promise<ScheduledMeeting> {
    return this.#known({ method: 'POST', path: '/schedule', body: wish, answer: ScheduledMeeting });
  }

  change(scheduleId: ScheduleId, change: ScheduleChange): Promise<ScheduledMeeting> {
    return this.#known({ method: 'PATCH', path: `/schedule/${scheduleId}`, body: change, answer: ScheduledMeeting });
  }

  /** One meeting of a series by itself. */
  getOne(name: OccurrenceName): Promise<ScheduledMeeting> {
    return this.#known({ method: 'GET', path: placeOf(name), answer: ScheduledMeeting });
  }

  changeOne(name: OccurrenceName, change: OccurrenceChange): Promise<ScheduledMeeting> {
    return this.#known({ method: 'PATCH', path: placeOf(name), body: change, answer: ScheduledMeeting });
  }

  async cancelOne(name: OccurrenceName): Promise<void> {
    await this.#known({ method: 'DELETE', path: placeOf(name), answer: z.unknown() });
  }

  /** One that was cancelled takes place again. */
  restoreOne(name: OccurrenceName): Promise<ScheduledMeeting> {
    return this.#known({ method: 'PUT', path: placeOf(name), answer: ScheduledMeeting });
  }

  async cancel(scheduleId: ScheduleId): Promise<void> {
    await this.#known({ method: 'DELETE', path: `/schedule/${scheduleId}`, answer: z.unknown() });
  }

  /** The text of the calendar file. */
  calendar(scheduleId: ScheduleId): Promise<string> {
    const path = `/schedule/${scheduleId}/calendar.ics`;
    return this.#known({ method: 'GET', path, accept: 'text/calendar', answer: z.string() });
  }
}

function placeOf({ scheduleId, originalStartsAtMs }: OccurrenceName): string {
  return `/schedule/${scheduleId}/occurrences/${originalStartsAtMs}`;
}
