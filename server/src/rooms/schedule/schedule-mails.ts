import { Inject, Injectable } from '@nestjs/common';
import type { Account } from '../../identity/account-records.js';
import { AccountsService } from '../../identity/accounts.service.js';
import { isGerman } from '../../identity/mail/mails.js';
import { Outbox } from '../../identity/mail/outbox.js';
import { RoomKeeping } from '../room-keeping.service.js';
import { calendarOf } from './calendar.js';
import type { PlannedOccurrence } from './occurrences.js';
import type { Schedule } from './schedule-records.js';

/** Tells invitees of meetings, with the calendar file. */
@Injectable()
export class ScheduleMails {
  constructor(
    @Inject(Outbox) private readonly outbox: Outbox,
    @Inject(RoomKeeping) private readonly rooms: RoomKeeping,
    @Inject(AccountsService) private readonly accounts: AccountsService,
  ) {}

  get isReady(): boolean {
    return this.outbox.isReady;
  }

  /** Of all that is planned, or of one meeting of a series alone. */
  invite(schedule: Schedule, only?: PlannedOccurrence): void {
    this.#send(schedule, { use: 'request', only });
  }

  /** One meeting of a series takes place after all. */
  restore(schedule: Schedule, only: PlannedOccurrence): void {
    this.#send(schedule, { use: 'request', only, isBack: true });
  }

  /** To all invitees of `schedule`. */
  cancel(schedule: Schedule, only?: PlannedOccurrence): void {
    this.#send(schedule, { use: 'cancel', only });
  }

  #send(schedule: Schedule, news: News): void {
    if (!this.outbox.isReady || schedule.invitees.length === 0) return;
    const url = this.rooms.urlOf(schedule.roomId);
    this.outbox.later(async (send) => {
      const organiser = await this.accounts.require(schedule.organiserId);
      const ics = calendarOf({ schedule, organiser, url, ...news });
      const { subject, text } = wordsOf(schedule, { organiser, url, ...news });
      const calendar = { method: news.use === 'request' ? 'REQUEST' : 'CANCEL', ics } as const;
      const sent = await Promise.allSettled(schedule.invitees.map((to) => send({ to, subject, text, calendar })));
      const failed = sent.find((one) => one.status === 'rejected');
      if (failed !== undefined) throw failed.reason;
    });
  }
}

interface News {
  readonly use: 'request' | 'cancel';
  readonly only: PlannedOccurrence | undefined;
  /** It was cancelled before. */
  readonly isBack?: boolean;
}

interface Circumstances extends News {
  readonly organiser: Account;
  readonly url: string;
}

const WORDS = {
  en: {
    request: 'invites you to',
    cancel: 'has cancelled',
    requestOne: 'has changed one meeting of a series',
    cancelOne: 'has cancelled one meeting of a series',
    restoreOne: 'holds one meeting of a series after all',
    cancelled: 'Cancelled',
    insteadOf: 'Instead of',
    join: 'Join',
  },
  de: {
    request: 'lädt Sie ein',
    cancel: 'sagt ab',
    requestOne: 'ändert einen Termin einer Serie',
    cancelOne: 'sagt einen Termin einer Serie ab',
    restoreOne: 'hält einen Termin einer Serie nun doch ab',
    cancelled: 'Abgesagt',
    insteadOf: 'Statt',
    join: 'Teilnehmen',
  },
} as const;

function wordsOf(schedule: Schedule, { organiser, use, url, only, isBack = false }: Circumstances) {
  const language = isGerman(organiser.language) ? 'de' : 'en';
  const words = WORDS[language];
  const { title, startsAtMs, description } = only ?? schedule;
  const format = new Intl.DateTimeFormat(language, {
    dateStyle: 'full',
    timeStyle: 'long',
    timeZone: schedule.timeZone,
  });
  const isMoved = use === 'request' && only !== undefined && only.originalStartsAtMs !== startsAtMs;
  const parts = [
    `${organiser.name} ${words[only === undefined ? use : (`${isBack ? 'restore' : use}One` as const)]}: ${title}`,
    format.format(startsAtMs),
    ...(isMoved ? [`${words.insteadOf}: ${format.format(only.originalStartsAtMs)}`] : []),
    ...(use === 'cancel' ? [] : [`${words.join}: ${url}`]),
    description ?? '',
  ];
  const subject = use === 'cancel' ? `${words.cancelled}: ${title}` : title;
  return { subject, text: `${parts.join('\n\n').trimEnd()}\n` };
}
