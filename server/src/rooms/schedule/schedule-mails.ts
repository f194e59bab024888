import { Inject, Injectable } from '@nestjs/common';
import type { Account } from '../../identity/account-records.js';
import { isGerman } from '../../identity/mail/mails.js';
import { Outbox } from '../../identity/mail/outbox.js';
import { RoomKeeping } from '../room-keeping.service.js';
import { calendarOf } from './calendar.js';
import type { Schedule } from './schedule-records.js';

/** Tells invitees of meetings, with the calendar file. */
@Injectable()
export class ScheduleMails {
  constructor(
    @Inject(Outbox) private readonly outbox: Outbox,
    @Inject(RoomKeeping) private readonly rooms: RoomKeeping,
  ) {}

  get isReady(): boolean {
    return this.outbox.isReady;
  }

  invite(schedule: Schedule, organiser: Account): void {
    this.#send(schedule, organiser, 'request');
  }

  /** To all invitees of `schedule`. */
  cancel(schedule: Schedule, organiser: Account): void {
    this.#send(schedule, organiser, 'cancel');
  }

  #send(schedule: Schedule, organiser: Account, use: 'request' | 'cancel'): void {
    if (!this.outbox.isReady || schedule.invitees.length === 0) return;
    const url = this.rooms.urlOf(schedule.roomId);
    const ics = calendarOf({ schedule, use, organiser, url });
    const { subject, text } = wordsOf(schedule, { organiser, use, url });
    const calendar = { method: use === 'request' ? 'REQUEST' : 'CANCEL', ics } as const;
    this.outbox.later(async (send) => {
      const sent = await Promise.allSettled(schedule.invitees.map((to) => send({ to, subject, text, calendar })));
      const failed = sent.find((one) => one.status === 'rejected');
      if (failed !== undefined) throw failed.reason;
    });
  }
}

interface Circumstances {
  readonly organiser: Account;
  readonly use: 'request' | 'cancel';
  readonly url: string;
}

function wordsOf({ title, startsAtMs, timeZone, description }: Schedule, { organiser, use, url }: Circumstances) {
  const german = isGerman(organiser.language);
  const when = new Intl.DateTimeFormat(german ? 'de' : 'en', { dateStyle: 'full', timeStyle: 'long', timeZone }).format(
    startsAtMs,
  );
  const isCancelled = use === 'cancel';
  const subject = isCancelled ? `${german ? 'Abgesagt' : 'Cancelled'}: ${title}` : title;
  const lead = german
    ? `${organiser.name} ${isCancelled ? 'sagt ab' : 'lädt Sie ein'}: ${title}`
    : `${organiser.name} ${isCancelled ? 'has cancelled' : 'invites you to'}: ${title}`;
  const place = isCancelled ? [] : [`${german ? 'Teilnehmen' : 'Join'}: ${url}`];
  return { subject, text: `${[lead, when, ...place, description ?? ''].join('\n\n').trimEnd()}\n` };
}
