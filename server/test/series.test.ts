import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import ICAL from 'ical.js';
import { OccurrenceList, ScheduledMeeting, type Occurrence } from '#contracts';
import { DEFAULT_LIMITS } from '../src/wire/limits.js';
import { startTestApp, type TestApp } from './support/app.js';
import { startMailServer, type MailServer } from './support/mail-server.js';
import { newMember, problemOf, type Visitor } from './support/visitor.js';

const HOUR_MS = 3_600_000;
const utc = (text: string) => Date.parse(`${text}Z`);
/** Mornings at nine in Berlin, over the day on which clocks are set forward. */
const STARTS = ['2031-03-26T08:00', '2031-04-02T07:00', '2031-04-09T07:00'].map(utc) as [number, number, number];
const [FIRST, SECOND, THIRD] = STARTS;

let server: TestApp;
let mails: MailServer;
let organiser: Visitor;
let other: Visitor;
let count = 0;

beforeAll(async () => {
  mails = await startMailServer();
  server = await startTestApp({
    environment: { SMTP_URL: mails.url, MAIL_FROM: 'meet@example.org' },
    limits: { ...DEFAULT_LIMITS, addressMails: { maxCount: 1_000, windowMs: 60_000 } },
  });
  organiser = await newMember(server.url, mails, 'organiser@example.org', 'Ada Lovelace');
  other = await newMember(server.url, mails, 'other@example.org');
});
afterAll(async () => {
  await server.close();
  await mails.close();
});

interface Planned {
  readonly meeting: ScheduledMeeting;
  readonly invitee: string;
  /** Where one meeting of it is. */
  one(originalStartsAtMs: number): string;
}

async function series(): Promise<Planned> {
  const invitee = `invitee-${(count += 1)}@example.org`;
  const wish = {
    title: 'Stand-up',
    startsAtMs: FIRST,
    durationMs: HOUR_MS,
    timeZone: 'Europe/Berlin',
    recurrence: { frequency: 'weekly', interval: 1, count: 3 },
    invitees: [invitee],
  };
  const meeting = ScheduledMeeting.parse(await (await organiser.post('/schedule', wish)).json());
  await mails.mailTo(invitee);
  return { meeting, invitee, one: (at) => `/schedule/${meeting.scheduleId}/occurrences/${at}` };
}

async function listed({ meeting }: Planned): Promise<readonly Occurrence[]> {
  const query = `?fromMs=${utc('2031-03-01T00:00')}&toMs=${utc('2031-05-01T00:00')}`;
  const { occurrences } = OccurrenceList.parse(await (await organiser.get(`/schedule${query}`)).json());
  return occurrences.filter(({ scheduleId }) => scheduleId === meeting.scheduleId);
}

/** When a calendar program has each meeting begin, and under which name. */
function readCalendar(ics: string): readonly (readonly [number, string])[] {
  const calendar = new ICAL.Component(ICAL.parse(ics) as unknown[]);
  const zone = new ICAL.Timezone(calendar.getFirstSubcomponent('vtimezone')!);
  ICAL.TimezoneService.register(zone);
  const [main, ...exceptions] = calendar
    .getAllSubcomponents('vevent')
    .toSorted((one, another) => Number(one.hasProperty('recurrence-id')) - Number(another.hasProperty('recurrence-id')))
    .map((component) => new ICAL.Event(component));
  for (const exception of exceptions) main!.relateException(exception);
  const found: [number, string][] = [];
  const all = main!.iterator();
  for (let next = all.next(); next !== null && next !== undefined && found.length < 20; next = all.next()) {
    const { startDate, item } = main!.getOccurrenceDetails(next);
    found.push([startDate.toUnixTime() * 1_000, item.summary]);
  }
  return found.toSorted(([one], [another]) => one - another);
}

async function calendarOf({ meeting }: Planned) {
  return readCalendar(await (await organiser.get(`/schedule/${meeting.scheduleId}/calendar.ics`)).text());
}

describe('one meeting of a series', () => {
  it('is cancelled by itself: in lists, in the calendar file, and for who is invited', async () => {
    const planned = await series();
    expect((await organiser.remove(planned.one(SECOND))).status).toBe(204);
    expect((await organiser.remove(planned.one(SECOND))).status).toBe(204);
    expect((await listed(planned)).map(({ startsAtMs }) => startsAtMs)).toEqual([FIRST, THIRD]);
    expect((await calendarOf(planned)).map(([atMs]) => atMs)).toEqual([FIRST, THIRD]);
    const mail = await mails.mailTo(planned.invitee, 2);
    expect(mail.raw).toMatch(/method=CANCEL/);
    expect(mail.text).toMatch('has cancelled one meeting of a series: Stand-up');
    expect(mail.text).toMatch('RECURRENCE-ID;TZID=Europe/Berlin:20310402T090000');
    expect(mail.text).toMatch('STATUS:CANCELLED');
    expect(mail.text).not.toMatch('RRULE');
    expect(mails.received.filter(({ to }) => to.includes(planned.invitee))).toHaveLength(2);
    expect((await organiser.get(planned.one(SECOND))).status).toBe(404);
    expect((await organiser.patch(planned.one(SECOND), { title: 'Back' })).status).toBe(404);
  });

  it('is moved and renamed by itself: in lists, in the calendar file, and for who is invited', async () => {
    const planned = await series();
    const startsAtMs = FIRST - 24 * HOUR_MS;
    const answer = await organiser.patch(planned.one(SECOND), { startsAtMs, title: 'Early', durationMs: HOUR_MS / 2 });
    expect(ScheduledMeeting.parse(await answer.json())).toMatchObject({
      originalStartsAtMs: SECOND,
      title: 'Early',
      startsAtMs,
      durationMs: HOUR_MS / 2,
    });
    expect(ScheduledMeeting.parse(await (await organiser.get(planned.one(SECOND))).json())).not.toHaveProperty(
      'recurrence',
    );
    expect(await listed(planned)).toMatchObject([
      { startsAtMs, endsAtMs: startsAtMs + HOUR_MS / 2, title: 'Early', originalStartsAtMs: SECOND, isChanged: true },
      { startsAtMs: FIRST, title: 'Stand-up', originalStartsAtMs: FIRST, isChanged: false },
      { startsAtMs: THIRD, isRecurring: true },
    ]);
    expect(await calendarOf(planned)).toEqual([
      [startsAtMs, 'Early'],
      [FIRST, 'Stand-up'],
      [THIRD, 'Stand-up'],
    ]);
    const mail = await mails.mailTo(planned.invitee, 2);
    expect(mail.raw).toMatch(/method=REQUEST/);
    expect(mail.text).toMatch('has changed one meeting of a series: Early');
    expect(mail.text).toMatch(/Instead of: Wednesday, April 2, 2031/);
    expect(mail.text).toMatch('RECURRENCE-ID;TZID=Europe/Berlin:20310402T090000');
  });

  it('that was cancelled comes back: in lists, in the calendar file, and for who is invited', async () => {
    const planned = await series();
    const whole = async () =>
      ScheduledMeeting.parse(await (await organiser.get(`/schedule/${planned.meeting.scheduleId}`)).json());
    await organiser.remove(planned.one(SECOND));
    expect((await whole()).cancelledAtMs).toEqual([SECOND]);
    expect((await listed(planned)).map(({ hasCancelled }) => hasCancelled)).toEqual([true, true]);
    expect((await other.put(planned.one(SECOND))).status).toBe(404);
    for (const _again of [1, 2]) {
      const back = ScheduledMeeting.parse(await (await organiser.put(planned.one(SECOND))).json());
      expect(back).toMatchObject({ originalStartsAtMs: SECOND, startsAtMs: SECOND, title: 'Stand-up' });
    }
    expect((await listed(planned)).map(({ startsAtMs }) => startsAtMs)).toEqual(STARTS);
    expect((await listed(planned)).some(({ hasCancelled }) => hasCancelled)).toBe(false);
    expect(await whole()).not.toHaveProperty('cancelledAtMs');
    expect((await calendarOf(planned)).map(([atMs]) => atMs)).toEqual(STARTS);
    const mail = await mails.mailTo(planned.invitee, 3);
    expect(mail.raw).toMatch(/method=REQUEST/);
    expect(mail.text).toMatch('holds one meeting of a series after all: Stand-up');
    expect(mail.text).toMatch('RECURRENCE-ID;TZID=Europe/Berlin:20310402T090000');
    expect(mails.received.filter(({ to }) => to.includes(planned.invitee))).toHaveLength(3);
    expect((await organiser.put(planned.one(SECOND + 1))).status).toBe(404);
  });

  it('that was cancelled stays so when the whole series begins later', async () => {
    const planned = await series();
    await organiser.remove(planned.one(SECOND));
    await organiser.patch(`/schedule/${planned.meeting.scheduleId}`, { startsAtMs: FIRST + HOUR_MS });
    expect((await listed(planned)).map(({ startsAtMs }) => startsAtMs)).toEqual([FIRST + HOUR_MS, THIRD + HOUR_MS]);
  });

  it('clashes at the time it was moved to, and no more at the one it was moved from', async () => {
    const planned = await series();
    await organiser.patch(planned.one(THIRD), { startsAtMs: THIRD + 4 * HOUR_MS });
    const single = { title: 'Review', durationMs: HOUR_MS, timeZone: 'UTC' };
    const before = ScheduledMeeting.parse(
      await (await organiser.post('/schedule', { ...single, startsAtMs: THIRD + 4 * HOUR_MS })).json(),
    );
    const mine = before.clashes.filter(({ scheduleId }) => scheduleId === planned.meeting.scheduleId);
    expect(mine).toEqual([
      { scheduleId: planned.meeting.scheduleId, title: 'Stand-up', startsAtMs: THIRD + 4 * HOUR_MS },
    ]);
    const after = ScheduledMeeting.parse(
      await (await organiser.post('/schedule', { ...single, startsAtMs: THIRD })).json(),
    );
    expect(after.clashes.filter(({ scheduleId }) => scheduleId === planned.meeting.scheduleId)).toEqual([]);
  });

  it('that is the last one takes the series with it', async () => {
    const planned = await series();
    for (const at of STARTS) await organiser.remove(planned.one(at));
    expect((await organiser.get(`/schedule/${planned.meeting.scheduleId}`)).status).toBe(404);
    expect((await mails.mailTo(planned.invitee, 4)).text).not.toMatch('RECURRENCE-ID');
  });

  it('is changed by its organiser only, and only where there is one', async () => {
    const planned = await series();
    await organiser.post(`/rooms/${planned.meeting.roomId}/members`, { email: 'other@example.org', role: 'cohost' });
    expect(ScheduledMeeting.parse(await (await other.get(planned.one(SECOND))).json()).isMine).toBe(false);
    expect((await other.patch(planned.one(SECOND), { title: 'Mine' })).status).toBe(404);
    expect((await other.remove(planned.one(SECOND))).status).toBe(204);
    expect(await listed(planned)).toHaveLength(3);
    expect((await organiser.get(planned.one(SECOND + 1))).status).toBe(404);
    for (const [place, change] of [
      [planned.one(SECOND), { startsAtMs: 9e15 }],
      [planned.one(SECOND), { durationMs: 1 }],
      [planned.one(SECOND), { recurrence: null }],
      [`/schedule/${planned.meeting.scheduleId}/occurrences/tomorrow`, { title: 'When' }],
    ] as const) {
      expect(await problemOf(await organiser.patch(place, change))).toMatchObject({ code: 'invalid-input' });
    }
  });

  it('is none where there is no series', async () => {
    const wish = { title: 'Once', startsAtMs: FIRST, durationMs: HOUR_MS, timeZone: 'UTC' };
    const { scheduleId } = ScheduledMeeting.parse(await (await organiser.post('/schedule', wish)).json());
    expect((await organiser.patch(`/schedule/${scheduleId}/occurrences/${FIRST}`, { title: 'Twice' })).status).toBe(
      404,
    );
  });
});
