import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { RefusalCodes, signalling, type Reply, type SignallingRequests } from '#contracts';
import { askRaw, openBrowser, outcomeOf } from './support/browser.js';
import { FakeHost } from './support/fake-host.js';
import { ROLE_TABLE, ROLES, type TableRole } from './support/role-table.js';
import { setStage, type Stage } from './support/stage.js';
import { eventually, World, type Person } from './support/world.js';

type Name = keyof SignallingRequests;

const NAMES = Object.keys(ROLE_TABLE) as Name[];
/** What may come of a request that is not refused on account of who asks: it was late, or what it names is busy. */
const NO_DENIALS: ReadonlySet<string> = new Set([
  'conflict',
  'media-unavailable',
  'limit-reached',
  'too-many-requests',
]);
/** For whoever is allowed, except that the message is not theirs. */
const OWNERS_ONLY: ReadonlySet<Name> = new Set<Name>(['chat.edit', 'chat.delete']);

let world: World;
let media: FakeHost;
let shared: Stage;

beforeAll(async () => {
  world = await World.open();
  media = new FakeHost();
  await media.dial(world.url);
  await eventually(() => media.askedFor('host.describe').length === 0 && 'the question what the host is');
  shared = await setStage(world);
});
afterAll(async () => {
  media.hangUp();
  await world.close();
});

function askAs(stage: Stage, role: TableRole, name: Name): Promise<Reply<unknown>> {
  return askRaw(stage.people[role].browser, name, stage.inputs[name]) as Promise<Reply<unknown>>;
}

/** The whole of a meeting as its host sees it, or once they are gone somebody else, and what the media host carries of it. */
async function stateOf(stage: Stage): Promise<string> {
  const [asHost, asVictim] = [await viewOf(stage.people.host), await viewOf(stage.victim)];
  const sessions = [...media.sessions].filter(
    ([, { wish }]) => wish.meetingId === stage.victim.joined.snapshot.meetingId,
  );
  const carried = sessions.map(([sessionId, { producers }]) => [sessionId, [...producers]]);
  return createHash('sha256')
    .update(JSON.stringify([asHost, asVictim, carried]))
    .digest('hex');
}

async function viewOf(person: Person): Promise<unknown> {
  if (!person.browser.connected) return undefined;
  const reply = (await askRaw(person.browser, 'meeting.sync', {}).catch(() => undefined)) as
    | { data?: object }
    | undefined;
  return { ...reply?.data, nowMs: 0 };
}

it('has a row for every request of the contract', () => {
  expect(NAMES.toSorted()).toEqual(Object.keys(signalling.requests).toSorted());
});

it('lets nobody in who has no session', async () => {
  for (const auth of [{}, { token: '' }, { token: 'x'.repeat(200) }, { token: null }]) {
    const browser = openBrowser(world.url, auth);
    const refused = await outcomeOf(browser);
    expect(RefusalCodes).toContain((refused as { data?: { code?: string } }).data?.code);
    browser.disconnect();
  }
});

/** After these the stage is not what it was, so that each gets one of its own. */
const CHANGES_PEOPLE =
  /^(meeting\.|lobby\.|hand|timer\.|host\.(remove|emergency|setRole|setAccess|setPermission)|chat\.(edit|delete))/;

const denied = NAMES.flatMap((name) =>
  ROLES.filter((role) => ROLE_TABLE[name][role] !== 'yes').map((role) => ({
    name,
    role,
    code: ROLE_TABLE[name][role],
  })),
);

it.each(denied)(
  '$name by $role is refused with $code, changes nothing and is told to nobody',
  async ({ name, role, code }) => {
    const before = await stateOf(shared);
    const { host, victim } = { host: shared.people.host, victim: shared.victim };
    const heardBefore = [host.heard.length, victim.heard.length];
    expect(await askAs(shared, role, name)).toMatchObject({ ok: false, error: { code } });
    expect(await stateOf(shared)).toBe(before);
    await victim.ask('meeting.sync', {});
    expect([host.heard.length, victim.heard.length]).toEqual(heardBefore);
  },
);

it.each(NAMES)('%s is not refused to those who may', async (name) => {
  const stage = CHANGES_PEOPLE.test(name) ? await setStage(world) : shared;
  for (const role of ROLES.filter((one) => ROLE_TABLE[name][one] === 'yes')) {
    const before = role === 'foreign-host' ? await stateOf(stage) : undefined;
    const reply = await askAs(stage, role, name);
    if (!reply.ok && !NO_DENIALS.has(reply.error.code)) {
      const isExpected = OWNERS_ONLY.has(name) || wasDoneBefore(name, reply.error.code);
      expect({ role, reply, isExpected }).toMatchObject({ isExpected: true });
    }
    // A host of another room acts in that one, whatever they ask.
    if (before !== undefined) expect(await stateOf(stage)).toBe(before);
  }
});

/** The role before has done it, so that there is nobody and nothing left to do it to. */
function wasDoneBefore(name: Name, code: string): boolean {
  const isOnce = /^(host\.remove|lobby\.|hands\.|host\.emergency|meeting\.)/.test(name);
  return isOnce && (code === 'not-found' || code === 'conflict' || code === 'seat-lost' || code === 'meeting-ended');
}
