import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import ICAL from 'ical.js';
import { OccurrenceList, RoomCreated, RoomPage, ScheduledMeeting } from '#contracts';
import { DEFAULT_LIMITS } from '../src/wire/limits.js';
import { startTestApp, type TestApp } from './support/app.js';
import { startMailServer, type MailServer } from './support/mail-server.js';
import { newMember, problemOf, Visitor } from './support/visitor.js';

const HOUR_MS = 3_600_000;
const utc = (text: string) => Date.parse(`${text}Z`);

let server: TestApp;
let mails: MailServer;
let organiser: Visitor;
let other: Visitor;

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

const wish = (change: object = {}) => ({
  title: 'Stand-up',
  startsAtMs: utc('2031-03-26T08:00'),
  durationMs: HOUR_MS,
  timeZone: 'Europe/Berlin',
  ...change,
});

async function schedule(change: object = {}, visitor = organiser): Promise<ScheduledMeeting> {
  return ScheduledMeeting.parse(await (await visitor.post('/schedule', wish(change))).json());
}

/** As a calendar program reads it: what begins when, by the zone that the file itself describes. */
function readCalendar(
  ics: string,
  count: number,
): { readonly event: ICAL.Event; readonly startsMs: readonly number[] } {
  const calendar = new ICAL.Component(ICAL.parse(ics) as unknown[]);
  const described = calendar.getFirstSubcomponent('vtimezone')!;
  const zone = new ICAL.Timezone(described);
  const event = new ICAL.Event(calendar.getFirstSubcomponent('vevent')!);
  const startsMs: number[] = [];
  const all = event.iterator();
  for (let index = 0; index < count; index += 1) {
    const start = all.next() as ICAL.Time | undefined;
    if (start === undefined) break;
    const inZone = start.clone();
    inZone.zone = zone;
    startsMs.push(inZone.toUnixTime() * 1_000);
  }
  return { event, startsMs };
}

describe('a planned meeting', () => {
  it('has a room of its own, and stands in the calendar', async () => {
    const planned = await schedule({ description: 'Bring; commas, and\nlines' });
    expect(planned).toMatchObject({ title: 'Stand-up', clashes: [], invitees: [], isMailed: true });
    const { rooms } = RoomPage.parse(await (await organiser.get('/rooms?search=Stand-up')).json());
    expect(rooms.map(({ roomId }) => roomId)).toContain(planned.roomId);

    const answer = await organiser.get(`/schedule/${planned.scheduleId}/calendar.ics`);
    expect(answer.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename=meeting.ics');
    const { event, startsMs } = readCalendar(await answer.text(), 5);
    expect(event.summary).toBe('Stand-up');
    expect(event.description).toBe(`Bring; commas, and\nlines\n\n${planned.url}`);
    expect(event.location).toBe(planned.url);
    expect(startsMs).toEqual([planned.startsAtMs]);
    await organiser.remove(`/schedule/${planned.scheduleId}`);
  });

  it('that recurs is at the same time of day in its zone, for people and for calendars', async () => {
    const planned = await schedule({ recurrence: { frequency: 'weekly', interval: 1, count: 4, weekdays: ['we'] } });
    const starts = ['2031-03-26T08:00', '2031-04-02T07:00', '2031-04-09T07:00', '2031-04-16T07:00'].map(utc);
    const query = `?fromMs=${utc('2031-03-01T00:00')}&toMs=${utc('2031-05-01T00:00')}`;
    const { occurrences } = OccurrenceList.parse(await (await organiser.get(`/schedule${query}`)).json());
    const series = occurrences.filter(({ scheduleId }) => scheduleId === planned.scheduleId);
    expect(series.map(({ startsAtMs }) => startsAtMs)).toEqual(starts);
    expect(series[0]).toMatchObject({ isRecurring: true, endsAtMs: starts[0]! + HOUR_MS });
    const ics = await (await organiser.get(`/schedule/${planned.scheduleId}/calendar.ics`)).text();
    expect(readCalendar(ics, 10).startsMs).toEqual(starts);
    await organiser.remove(`/schedule/${planned.scheduleId}`);
  });

  it('that recurs until a day takes place on that day for the last time', async () => {
    const untilMs = utc('2031-04-02T21:59:59');
    const planned = await schedule({ recurrence: { frequency: 'weekly', interval: 1, untilMs } });
    expect(planned).toMatchObject({ isMine: true, recurrence: { frequency: 'weekly', interval: 1, untilMs } });
    const ics = await (await organiser.get(`/schedule/${planned.scheduleId}/calendar.ics`)).text();
    expect(readCalendar(ics, 10).startsMs).toEqual(['2031-03-26T08:00', '2031-04-02T07:00'].map(utc));
    await organiser.remove(`/schedule/${planned.scheduleId}`);
  });

  it('warns of another one at the same time, and takes it all the same', async () => {
    const first = await schedule({ recurrence: { frequency: 'daily', interval: 1, count: 10 } });
    const startsAtMs = utc('2031-03-28T08:30');
    const second = await schedule({ title: 'Review', startsAtMs });
    expect(second.clashes).toEqual([
      { scheduleId: first.scheduleId, title: 'Stand-up', startsAtMs: utc('2031-03-28T08:00') },
    ]);
    expect((await schedule({ startsAtMs: utc('2031-03-28T09:30') })).clashes).toEqual([]);
    expect((await schedule({ startsAtMs }, other)).clashes).toEqual([]);
  });

  it.each([
    { timeZone: 'Mars/Olympus' },
    { durationMs: 1 },
    { recurrence: { frequency: 'daily', interval: 1, count: 2, weekdays: ['mo'] } },
    { recurrence: { frequency: 'daily', interval: 1, count: 400 } },
    { recurrence: { frequency: 'daily', interval: 1 } },
    { recurrence: { frequency: 'daily', interval: 1, count: 2, untilMs: utc('2031-04-01T00:00') } },
    { recurrence: { frequency: 'daily', interval: 1, untilMs: utc('2031-03-25T00:00') } },
    { recurrence: { frequency: 'daily', interval: 1, untilMs: utc('2032-04-01T00:00') } },
    { startsAtMs: 9e15 },
    { invitees: ['not an address'] },
    { title: 'a\nb' },
  ])('is not made of %j', async (change) => {
    expect(await problemOf(await organiser.post('/schedule', wish(change)))).toMatchObject({ code: 'invalid-input' });
  });

  it('is for those who have to do with it only', async () => {
    const planned = await schedule();
    for (const path of ['', '/calendar.ics']) {
      expect((await other.get(`/schedule/${planned.scheduleId}${path}`)).status).toBe(404);
    }
    expect((await other.patch(`/schedule/${planned.scheduleId}`, { title: 'Mine' })).status).toBe(404);
    expect((await other.remove(`/schedule/${planned.scheduleId}`)).status).toBe(204);
    await organiser.post(`/rooms/${planned.roomId}/members`, { email: 'other@example.org', role: 'cohost' });
    expect(ScheduledMeeting.parse(await (await other.get(`/schedule/${planned.scheduleId}`)).json()).isMine).toBe(
      false,
    );
    expect((await other.patch(`/schedule/${planned.scheduleId}`, { title: 'Mine' })).status).toBe(404);
    expect((await new Visitor(server.url).get(`/schedule/${planned.scheduleId}`)).status).toBe(401);
  });

  it('takes place in a room of one’s own, or of those one leads', async () => {
    const { roomId } = RoomCreated.parse(await (await other.post('/rooms', { kind: 'persistent' })).json());
    expect((await organiser.post('/schedule', wish({ roomId }))).status).toBe(404);
    expect((await schedule({ roomId }, other)).roomId).toBe(roomId);
    await other.remove(`/rooms/${roomId}`);
    const query = `?fromMs=${utc('2031-01-01T00:00')}&toMs=${utc('2031-12-01T00:00')}`;
    const { occurrences } = OccurrenceList.parse(await (await other.get(`/schedule${query}`)).json());
    expect(occurrences.filter((one) => one.roomId === roomId)).toEqual([]);
  });
});

describe('invitees', () => {
  it('get the calendar file, its changes, and its end', async () => {
    const [gus, ida] = ['gus@example.org', 'ida@example.org'];
    const planned = await schedule({ invitees: [gus, ida, gus] });
    const invitation = await mails.mailTo(gus);
    expect(invitation.to).toEqual([gus]);
    expect(invitation.raw).toMatch(/content-type: text\/calendar; .*method=REQUEST/i);
    expect(invitation.text).toMatch('Ada Lovelace invites you to: Stand-up');
    expect(invitation.text).toMatch(`UID:${planned.scheduleId}`);
    // Mails are sent side by side, so that the next one may overtake this.
    await mails.mailTo(ida);

    await organiser.patch(`/schedule/${planned.scheduleId}`, { title: 'Later', invitees: [ida] });
    expect((await mails.mailTo(gus, 2)).raw).toMatch(/method=CANCEL/);
    const changed = await mails.mailTo(ida, 2);
    expect(changed.text).toMatch(/SEQUENCE:1/);
    await organiser.remove(`/schedule/${planned.scheduleId}`);
    const ended = await mails.mailTo(ida, 3);
    expect(ended.raw).toMatch(/method=CANCEL/);
    expect(ended.text).toMatch(/SEQUENCE:2/);
    expect(ended.text).toMatch(/STATUS:CANCELLED/);
    expect(mails.received.filter(({ to }) => to.includes(gus))).toHaveLength(2);
  });

  it('are told when the whole room goes', async () => {
    const ann = 'ann@example.org';
    const planned = await schedule({ invitees: [ann] });
    await schedule({ invitees: ['bob@example.org'], startsAtMs: utc('2001-01-01T08:00'), roomId: planned.roomId });
    await mails.mailTo(ann);
    await organiser.remove(`/rooms/${planned.roomId}`);
    expect((await mails.mailTo(ann, 2)).raw).toMatch(/method=CANCEL/);
    expect((await organiser.get(`/schedule/${planned.scheduleId}`)).status).toBe(404);
    // What is over cannot be cancelled.
    expect(mails.received.filter(({ to }) => to.includes('bob@example.org'))).toHaveLength(1);
  });
});
