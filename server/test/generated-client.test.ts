import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Express } from 'express';
import ICAL from 'ical.js';
import { OpenAPIClientAxios, type Document, type OpenAPIClient } from 'openapi-client-axios';
import { API_PREFIX } from '#contracts';
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

  it('names each route that is served and no other, each with what it may be refused with', () => {
    const described = Object.entries(document.paths ?? {}).flatMap(([path, methods]) =>
      Object.entries(methods as Record<string, { responses: object }>).map(([method, { responses }]) => ({
        place: `${method} ${path}`,
        statuses: Object.keys(responses),
      })),
    );
    expect(described.map(({ place }) => place).toSorted()).toEqual(servedPlaces().toSorted());
    for (const { statuses } of described) expect(statuses).toEqual(expect.arrayContaining(['429', '500']));
  });
});

/** What Express answers below the prefix of the REST API, in the words of OpenAPI. */
function servedPlaces(): string[] {
  const { router }: Express = server.app.getHttpAdapter().getInstance();
  return router.stack
    .flatMap(({ route }) => (route === undefined ? [] : [route as unknown as { path: string; methods: object }]))
    .filter(({ path }) => path.startsWith(API_PREFIX))
    .flatMap(({ path, methods }) =>
      Object.keys(methods).map((method) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`),
    );
}
