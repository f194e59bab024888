import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import ICAL from 'ical.js';
import {
  DESCRIPTION_MAX_UNITS,
  NAME_MAX_UNITS,
  OccurrenceList,
  ROOM_TITLE_MAX_UNITS,
  RoomDetails,
  RoomPage,
  ScheduledMeeting,
  TOPIC_TITLE_MAX_UNITS,
} from '#contracts';
import { DEFAULT_LIMITS } from '../src/wire/limits.js';
import { startTestApp, type TestApp } from './support/app.js';
import { FakeHost } from './support/fake-host.js';
import { HOSTILE_STRINGS } from './support/hostile-strings.js';
import { startMailServer, type MailServer, type Received } from './support/mail-server.js';
import { newMember, type Visitor } from './support/visitor.js';
import { World } from './support/world.js';

const MANY = { maxCount: 100_000, windowMs: 60_000 };
const STARTS_AT_MS = Date.parse('2031-03-26T08:00Z');
const INVITEE = 'gus@example.org';

let server: TestApp;
let mails: MailServer;
let ada: Visitor;
let planned: ScheduledMeeting;
/** Without invitees, so that its changes are mailed to nobody. */
let quiet: ScheduledMeeting;

beforeAll(async () => {
  mails = await startMailServer();
  server = await startTestApp({
    environment: { SMTP_URL: mails.url, MAIL_FROM: 'meet@example.org' },
    limits: { ...DEFAULT_LIMITS, accountWrites: MANY, addressReads: MANY, addressMails: MANY },
  });
  ada = await newMember(server.url, mails, 'ada@example.org', 'Ada');
  const wish = { title: 'Stand-up', startsAtMs: STARTS_AT_MS, durationMs: 3_600_000, timeZone: 'Europe/Berlin' };
  const schedule = async (invitees: readonly string[]) =>
    ScheduledMeeting.parse(await (await ada.post('/schedule', { ...wish, invitees })).json());
  quiet = await schedule([]);
  planned = await schedule([INVITEE]);
  await mails.mailTo(INVITEE);
});
afterAll(async () => {
  await server.close();
  await mails.close();
});

/** Titles and names: trimmed, not empty, and without what hides or turns others; or refused. */
function titleOf(text: string, maxUnits: number): string | undefined {
  const title = text.trim();
  const isFit = title !== '' && title.length <= maxUnits && !/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(title);
  return isFit ? title : undefined;
}

/** Descriptions: trimmed, but for NUL and halves of characters. */
function descriptionOf(text: string): string | undefined {
  const description = text.trim();
  const isFit = description.length <= DESCRIPTION_MAX_UNITS;
  return isFit ? description.toWellFormed().replaceAll('\u0000', '\uFFFD') : undefined;
}

async function change(path: string, body: object): Promise<boolean> {
  const answer = await ada.patch(path, body);
  expect([200, 204, 400]).toContain(answer.status);
  return answer.status !== 400;
}

/** As a calendar program reads it. Throws for a file that is none. */
async function calendarFile({ scheduleId }: ScheduledMeeting): Promise<ICAL.Component> {
  const ics = await (await ada.get(`/schedule/${scheduleId}/calendar.ics`)).text();
  expect(ics).not.toMatch(/[^\P{Cc}\t\r\n]/u);
  return new ICAL.Component(ICAL.parse(ics) as unknown[]);
}

/** Everything of an event that no title may touch. */
function bonesOf(calendar: ICAL.Component): unknown {
  const [event, ...others] = calendar.getAllSubcomponents('vevent');
  const properties = event!.getAllProperties();
  const attendees = event!.getAllProperties('attendee').map((one) => one.getFirstValue());
  const organiser = event!.getFirstPropertyValue('organizer');
  const names = properties.map(({ name }) => name).filter((name) => name !== 'description');
  return { names, attendees, organiser, url: event!.getFirstPropertyValue('url'), otherCount: others.length };
}

function headersOf({ raw }: Pick<Received, 'raw'>): readonly string[] {
  const [head = ''] = raw.split('\r\n\r\n');
  return head
    .split('\r\n')
    .flatMap((line) => /^([\w-]+):/.exec(line)?.[1]?.toLowerCase() ?? [])
    .toSorted();
}

describe(`${HOSTILE_STRINGS.length} hostile strings`, () => {
  it('as titles of rooms come back as they are in the room and the list of rooms, or are refused', async () => {
    for (const text of HOSTILE_STRINGS) {
      const title = titleOf(text, ROOM_TITLE_MAX_UNITS);
      expect({ text, isTaken: await change(`/rooms/${planned.roomId}`, { title: text }) }).toEqual({
        text,
        isTaken: title !== undefined,
      });
      if (title === undefined) continue;
      expect(RoomDetails.parse(await (await ada.get(`/rooms/${planned.roomId}/details`)).json()).title).toBe(title);
      const { rooms } = RoomPage.parse(await (await ada.get('/rooms')).json());
      expect(rooms.find((room) => room.roomId === planned.roomId)?.title).toBe(title);
    }
  });

  it('as titles of meetings are text in the calendar, in its file and in mails, or are refused', async () => {
    const bones = bonesOf(await calendarFile(planned));
    const first = await mails.mailTo(INVITEE);
    const titles: string[] = [];
    for (const text of HOSTILE_STRINGS) {
      const title = titleOf(text, ROOM_TITLE_MAX_UNITS);
      const isTaken = await change(`/schedule/${planned.scheduleId}`, { title: text });
      expect({ text, isTaken }).toEqual({ text, isTaken: title !== undefined });
      if (title === undefined) continue;
      const query = `?fromMs=${STARTS_AT_MS - 1}&toMs=${STARTS_AT_MS + 1}`;
      const { occurrences } = OccurrenceList.parse(await (await ada.get(`/schedule${query}`)).json());
      expect(occurrences.find((one) => one.scheduleId === planned.scheduleId)?.title).toBe(title);
      const calendar = await calendarFile(planned);
      expect(calendar.getFirstSubcomponent('vevent')!.getFirstPropertyValue('summary')).toBe(title);
      expect(bonesOf(calendar)).toEqual(bones);
      titles.push(title);
    }
    await mails.mailTo(INVITEE, 1 + titles.length);
    const sent = mails.received.filter(({ to }) => to.includes(INVITEE));
    for (const { to, ...mail } of sent) expect([to, headersOf(mail)]).toEqual([[INVITEE], headersOf(first)]);
    const missing = titles.filter((title) => !sent.some(({ text }) => text.includes(`Ada invites you to: ${title}`)));
    expect(missing).toEqual([]);
  });

  it('as descriptions of meetings are text in the calendar file, which stays one, or are refused', async () => {
    const bones = bonesOf(await calendarFile(quiet));
    for (const text of HOSTILE_STRINGS) {
      const description = descriptionOf(text);
      const isTaken = await change(`/schedule/${quiet.scheduleId}`, { description: text });
      expect({ text, isTaken }).toEqual({ text, isTaken: description !== undefined });
      const answer = await ada.get(`/schedule/${quiet.scheduleId}`);
      const kept = ScheduledMeeting.parse(await answer.json()).description ?? '';
      if (description !== undefined) expect(kept).toBe(description);
      const calendar = await calendarFile(quiet);
      const shown = kept.replaceAll(/\r\n|\r/g, '\n').replaceAll(/[^\P{Cc}\t\n]/gu, '\uFFFD');
      const inFile = String(calendar.getFirstSubcomponent('vevent')!.getFirstPropertyValue('description'));
      expect(inFile.startsWith(shown)).toBe(true);
      expect(bonesOf(calendar)).toEqual(bones);
    }
  });

  it('as the organiser’s name leave the calendar file whole, with the same organiser', async () => {
    const bones = bonesOf(await calendarFile(quiet));
    for (const text of HOSTILE_STRINGS) {
      const name = titleOf(text, NAME_MAX_UNITS);
      expect({ text, isTaken: await change('/account', { name: text }) }).toEqual({
        text,
        isTaken: name !== undefined,
      });
      if (name !== undefined) expect(bonesOf(await calendarFile(quiet))).toEqual(bones);
    }
  });

  it('as topics of an agenda come to everybody as they are, or are refused', async () => {
    const world = await World.open({}, { identityViolations: MANY });
    const host = new FakeHost();
    try {
      await host.dial(world.url);
      const owner = await world.guest();
      const roomId = await world.room(owner);
      const hana = await world.joined(roomId, owner);
      const gus = await world.joined(roomId);
      for (const text of HOSTILE_STRINGS) {
        const title = titleOf(text, TOPIC_TITLE_MAX_UNITS);
        const topics = [{ topicId: randomUUID() as never, title: text, plannedMs: 60_000 }];
        const refused = await hana
          .ask('agenda.set', { topics, isAutoAdvancing: false })
          .then(() => undefined)
          .catch((thrown: { code?: string }) => thrown.code);
        expect({ text, refused }).toEqual({ text, refused: title === undefined ? 'invalid-input' : undefined });
        if (title === undefined) continue;
        const { agenda } = (await gus.ask('meeting.sync', {})).controls;
        expect(agenda?.topics.map((topic) => topic.title)).toEqual([title]);
      }
    } finally {
      host.hangUp();
      await world.close();
    }
  });
});
