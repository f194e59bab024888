import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { GuestIssued, Presence, RoomId } from '#contracts';
import { PresenceService } from '../src/presence/presence.service.js';
import { openBrowser, outcomeOf } from './support/browser.js';
import { FakeHost } from './support/fake-host.js';
import { secondNode } from './support/second-node.js';
import { eventually, Person, World } from './support/world.js';

let world: World;
let host: FakeHost;
let owner: GuestIssued;
const redisUrl = process.env['TEST_REDIS_URL'];
const environment = redisUrl === undefined ? {} : { REDIS_URL: redisUrl };

beforeAll(async () => {
  world = await World.open(environment);
  host = new FakeHost();
  await host.dial(world.url);
  owner = await world.guest();
  await eventually(() => host.askedFor('host.describe').length === 0 && 'the question what the host is');
});
afterAll(async () => {
  host.hangUp();
  await world.close();
});

const newRoom = (): Promise<RoomId> => world.room(owner);

/** What somebody was told last of somebody else. */
function told(watcher: Person, of: Person): Presence | undefined {
  return watcher
    .all('presence.changed')
    .flatMap(({ people }) => people)
    .findLast(({ identityId }) => identityId === of.guest.identityId);
}

function toBe(watcher: Person, of: Person, status: Presence['status']): Promise<void> {
  return eventually(() => told(watcher, of)?.status !== status && `${status}; it is ${told(watcher, of)?.status}`);
}

/** Two who have met; Hana watches Gus, who sits in a meeting by himself. */
async function watched() {
  const roomId = await newRoom();
  const hana = await world.joined(roomId, owner);
  const gus = await world.joined(roomId);
  const watcher = await world.person(owner);
  return { roomId, hana, gus, watcher };
}

describe('presence', () => {
  it('follows somebody through a meeting, activity, absence and the loss of each device', async () => {
    const { gus, watcher } = await watched();
    const { people } = await watcher.ask('presence.watch', { identityIds: [gus.guest.identityId] });
    expect(people).toEqual([
      { identityId: gus.guest.identityId, status: 'in-meeting', lastActiveAtMs: expect.any(Number) },
    ]);
    await gus.ask('meeting.leave', {});
    await toBe(watcher, gus, 'online');
    await gus.ask('presence.set', { isAway: true });
    await toBe(watcher, gus, 'away');
    const phone = await world.person(gus.guest);
    await toBe(watcher, gus, 'online');
    phone.browser.disconnect();
    await toBe(watcher, gus, 'away');
    gus.browser.io.engine.close();
    await toBe(watcher, gus, 'offline');
    expect(told(watcher, gus)?.lastActiveAtMs).toBeGreaterThan(0);
  });

  it('is shown only of people one has met', async () => {
    const { gus } = await watched();
    const stranger = await world.person();
    expect(await stranger.ask('presence.watch', { identityIds: [gus.guest.identityId] })).toEqual({ people: [] });
    await gus.ask('meeting.leave', {});
    await world.app.get(PresenceService).look();
    expect(stranger.all('presence.changed')).toEqual([]);
  });

  it('is not shown of somebody who does not want it', async () => {
    const { gus, watcher } = await watched();
    await gus.ask('presence.configure', { isVisible: false });
    const { people } = await watcher.ask('presence.watch', { identityIds: [gus.guest.identityId] });
    expect(people).toEqual([{ identityId: gus.guest.identityId, status: 'offline' }]);
    expect([await gus.ask('presence.own', {}), await watcher.ask('presence.own', {})]).toEqual([
      { isVisible: false },
      { isVisible: true },
    ]);
    await gus.ask('presence.configure', { isVisible: true });
    await toBe(watcher, gus, 'in-meeting');
  });

  it('lists the people of a room on entering, whoever was active last first', async () => {
    const { roomId, hana, gus, watcher } = await watched();
    await gus.ask('meeting.leave', {});
    gus.browser.disconnect();
    const { people } = await hana.ask('presence.people', { roomId });
    expect(people.map(({ identityId, name }) => ({ identityId, name }))).toEqual(
      expect.arrayContaining([
        { identityId: owner.identityId, name: 'Somebody' },
        { identityId: gus.guest.identityId, name: 'Somebody' },
      ]),
    );
    const times = people.map(({ lastActiveAtMs = 0 }) => lastActiveAtMs);
    expect(times).toEqual(times.toSorted((a, b) => b - a));
    expect(times.every((atMs) => atMs > 0)).toBe(true);
    await expect(watcher.ask('presence.people', { roomId })).rejects.toMatchObject({ code: 'seat-lost' });
  });

  it('outlives the server: when somebody was last active is on record', async () => {
    const { gus, watcher } = await watched();
    gus.browser.disconnect();
    watcher.browser.disconnect();
    await world.stop();
    await world.start();
    const back = await world.person(owner);
    const { people } = await back.ask('presence.watch', { identityIds: [gus.guest.identityId] });
    expect(people[0]?.lastActiveAtMs).toBeGreaterThan(0);
    host.hangUp();
    await host.dial(world.url);
  });
});

(redisUrl === undefined ? describe.skip : describe)('presence over two nodes', () => {
  it('is that of both, and within ten seconds that of the one that is left', async () => {
    const { gus, watcher } = await watched();
    await gus.ask('meeting.leave', {});
    const other = await secondNode(world, environment);
    const browser = openBrowser(other.url, { token: gus.guest.token });
    expect(await outcomeOf(browser)).toBeUndefined();
    const there = new Person(gus.guest, browser);
    gus.browser.disconnect();
    await watcher.ask('presence.watch', { identityIds: [gus.guest.identityId] });
    await there.ask('presence.set', { isAway: true });
    await toBe(watcher, there, 'away');
    // The node dies without a word: nobody takes back what it told.
    const service = other.app.get(PresenceService);
    service.look = () => Promise.resolve();
    await eventually(() => told(watcher, there)?.status !== 'offline' && 'the end of the other node', 10_000);
    browser.disconnect();
    await other.app.close();
  });
});
