import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import ICAL from 'ical.js';
import { OpenAPIClientAxios, type Document, type OpenAPIClient } from 'openapi-client-axios';
import { REST_ROUTES } from '#contracts';
import { startTestApp, type TestApp } from './support/app.js';
import { startMailServer, type MailServer } from './support/mail-server.js';
import { PASSWORD, tokenIn } from './support/visitor.js';

let server: TestApp;
let mails: MailServer;
let document: Document;

beforeAll(async () => {
  mails = await startMailServer();
  server = await startTestApp({ environment: { SMTP_URL: mails.url, MAIL_FROM: 'meet@example.org' } });
  document = (await (await fetch(`${server.url}/api/openapi.json`)).json()) as Document;
});
afterAll(async () => {
  await server.close();
  await mails.close();
});

async function newClient(): Promise<OpenAPIClient> {
  return new OpenAPIClientAxios({ definition: document, withServer: { url: server.url } }).init();
}

describe('the description of the API', () => {
  it('is enough for a client that knows nothing else to register, open a room, plan a meeting and fetch it', async () => {
    const client = await newClient();
    const email = `${randomUUID()}@example.org`;
    await client['accounts.register']!(undefined, { email, password: PASSWORD, name: 'Stranger' });
    await client['accounts.confirm']!(undefined, { token: tokenIn(await mails.mailTo(email)) });
    const { token } = (await client['sessions.begin']!(undefined, { email, password: PASSWORD })).data;
    client.defaults.headers.common.Authorization = `Bearer ${token}`;
    const { roomId } = (await client['rooms.create']!(undefined, { kind: 'persistent', title: 'Strange' })).data;
    const startsAtMs = Date.UTC(2031, 5, 1, 9);
    const wish = { roomId, title: 'Strange talk', startsAtMs, durationMs: 3_600_000, timeZone: 'America/New_York' };
    const { scheduleId } = (await client['schedule.create']!(undefined, wish)).data;
    const { data: ics } = await client['schedule.calendar']!({ scheduleId });
    const calendar = new ICAL.Component(ICAL.parse(ics as string) as unknown[]);
    const event = new ICAL.Event(calendar.getFirstSubcomponent('vevent')!);
    expect([event.uid, event.summary, event.startDate.toString()]).toEqual([
      scheduleId,
      'Strange talk',
      '2031-06-01T05:00:00',
    ]);
  });

  it('names each route of the contract and no other, each with what it may be refused with', () => {
    const described = Object.entries(document.paths ?? {}).flatMap(([path, methods]) =>
      Object.entries(methods as unknown as Record<string, { operationId: string; responses: object }>).map(
        ([method, route]) => ({
          name: route.operationId,
          place: `${method.toUpperCase()} ${path}`,
          statuses: Object.keys(route.responses),
        }),
      ),
    );
    const promised = Object.entries(REST_ROUTES).map(([name, route]) => ({
      name,
      place: `${route.method} /api/v1${route.path}`,
    }));
    const byName = (left: { name: string }, right: { name: string }) => left.name.localeCompare(right.name);
    expect(described.map(({ name, place }) => ({ name, place })).toSorted(byName)).toEqual(promised.toSorted(byName));
    for (const { statuses } of described) expect(statuses).toEqual(expect.arrayContaining(['429', '500']));
  });
});
