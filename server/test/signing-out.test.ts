import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SessionList } from '#contracts';
import { endOf, openBrowser, outcomeOf } from './support/browser.js';
import { FakeHost } from './support/fake-host.js';
import { startMailServer, type MailServer } from './support/mail-server.js';
import { secondNode } from './support/second-node.js';
import { newMember, PASSWORD, tokenIn, Visitor } from './support/visitor.js';
import { eventually, World, type Person } from './support/world.js';

const REDIS_URL = process.env['TEST_REDIS_URL'];
const NEW_PASSWORD = 'a new good password';

let mails: MailServer;
let world: World;
let media: FakeHost;
let count = 0;

beforeAll(async () => {
  mails = await startMailServer();
  const redis: Record<string, string> = REDIS_URL === undefined ? {} : { REDIS_URL };
  const many = { maxCount: 1_000, windowMs: 60_000 };
  world = await World.open({ SMTP_URL: mails.url, MAIL_FROM: 'meet@example.org', ...redis }, { addressMails: many });
  media = new FakeHost();
  await media.dial(world.url);
  await eventually(() => media.askedFor('host.describe').length === 0 && 'the question what the host is');
});
afterAll(async () => {
  media.hangUp();
  await world.close();
  await mails.close();
});

const newEmail = () => `member-${(count += 1)}@example.org`;

/** Somebody signed in in one place, and their socket. */
interface Device {
  readonly visitor: Visitor;
  readonly person: Person;
}

async function device(email: string, isFirst = false): Promise<Device> {
  const visitor = isFirst ? await newMember(world.url, mails, email) : new Visitor(world.url);
  const issued = await visitor.signIn(email);
  return { visitor, person: await world.person(issued) };
}

async function twoDevices(): Promise<{ readonly email: string; readonly here: Device; readonly there: Device }> {
  const email = newEmail();
  return { email, here: await device(email, true), there: await device(email) };
}

const isClosed = ({ person }: Device) => person.all('connection.closed').some(({ reason }) => reason === 'signed-out');
const closing = (one: Device) => eventually(() => !(isClosed(one) && !one.person.browser.connected) && 'the closing');

/** Its socket still answers, after everything that was on its way. */
async function expectOpen(one: Device): Promise<void> {
  await one.person.ask('call.current', {});
  expect(isClosed(one)).toBe(false);
}

describe('signing out', () => {
  it('here closes what this session has open, and nothing else', async () => {
    const { here, there } = await twoDevices();
    await here.visitor.remove('/sessions/current');
    await closing(here);
    await expectOpen(there);
  });

  it('elsewhere, from the list, closes that one', async () => {
    const { here, there } = await twoDevices();
    const { sessions } = SessionList.parse(await (await here.visitor.get('/sessions')).json());
    const [other] = sessions.filter(({ isCurrent }) => !isCurrent);
    await new Visitor(world.url).remove(`/sessions/${other!.sessionId}`);
    await expectOpen(there);
    await here.visitor.remove(`/sessions/${other!.sessionId}`);
    await closing(there);
    await expectOpen(here);
  });

  it('everywhere closes all of them, and nobody else’s', async () => {
    const { here, there } = await twoDevices();
    const stranger = await device(newEmail(), true);
    await here.visitor.remove('/sessions');
    await Promise.all([closing(here), closing(there)]);
    await expectOpen(stranger);
  });

  it('gives the seat up at once: media does not flow on for who is not there any more', async () => {
    const { here } = await twoDevices();
    const owner = await world.guest();
    const roomId = await world.room(owner);
    const host = await world.joined(roomId, owner);
    const joined = await here.person.join(roomId);
    expect(media.sessions.has(joined.media.sessionId)).toBe(true);
    await here.visitor.remove('/sessions/current');
    await eventually(
      () => !host.all('participant.left').some((one) => one.participantId === joined.participantId) && 'the leaving',
    );
    expect(host.all('participant.changed').filter(({ participant }) => !participant.isConnected)).toEqual([]);
    await eventually(() => media.sessions.has(joined.media.sessionId) && 'the end of the media');
  });

  it('catches a connection that is being made at that very moment', async () => {
    const { here } = await twoDevices();
    const token = here.visitor.token ?? '';
    const sockets = Array.from({ length: 20 }, () => openBrowser(world.url, { token }));
    const ends = sockets.map(async (socket) => {
      const end = endOf(socket);
      if ((await outcomeOf(socket)) === undefined) await end;
      return socket.connected;
    });
    await here.visitor.remove('/sessions/current');
    expect(await Promise.all(ends)).toEqual(sockets.map(() => false));
  });
});

describe('a new password', () => {
  it('closes what is open elsewhere; where it was changed, all goes on', async () => {
    const { here, there } = await twoDevices();
    await here.visitor.signedIn(
      await here.visitor.put('/account/password', { current: PASSWORD, password: NEW_PASSWORD }),
    );
    await closing(there);
    await expectOpen(here);
    await here.visitor.remove('/sessions/current');
    await closing(here);
  });

  it('by a mailed link closes everything', async () => {
    const { email, here, there } = await twoDevices();
    await here.visitor.post('/password-resets', { email });
    const token = tokenIn(await mails.mailTo(email, 2));
    await new Visitor(world.url).post('/password-resets/finish', { token, password: NEW_PASSWORD });
    await Promise.all([closing(here), closing(there)]);
  });
});

it('a copied cookie that is shown closes the session it was copied from', async () => {
  const { here, there } = await twoDevices();
  const stolen = here.visitor.cookies.get('parley_refresh') ?? '';
  await here.visitor.post('/sessions/refresh');
  await here.visitor.post('/sessions/refresh');
  await expectOpen(here);
  const thief = new Visitor(world.url);
  thief.cookies.set('parley_refresh', stolen);
  expect((await thief.post('/sessions/refresh')).status).toBe(401);
  await closing(here);
  await expectOpen(there);
});

(REDIS_URL === undefined ? it.skip : it)('reaches sockets of another node', async () => {
  const { here } = await twoDevices();
  const other = await secondNode(world, { REDIS_URL: REDIS_URL ?? '' });
  const far = openBrowser(other.url, { token: here.visitor.token ?? '' });
  expect(await outcomeOf(far)).toBeUndefined();
  const end = endOf(far);
  await here.visitor.remove('/sessions/current');
  expect(await end).toBe('io server disconnect');
  await other.app.close();
});
