import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { GuestIssued } from '#contracts';
import { FakeHost } from './support/fake-host.js';
import { publication } from './support/media.js';
import { eventually, World } from './support/world.js';

/* A media host that ends on purpose, and one that was given up and wakes. */

let world: World;
let owner: GuestIssued;
const hosts: FakeHost[] = [];

beforeEach(async () => {
  world = await World.open();
  owner = await world.guest();
});
afterEach(async () => {
  for (const host of hosts.splice(0)) host.hangUp();
  await world.close();
});

async function newHost(): Promise<FakeHost> {
  const host = new FakeHost();
  hosts.push(host);
  expect(await host.dial(world.url)).toBeUndefined();
  await eventually(() => host.askedFor('host.describe').length === 0 && 'the question what the host is');
  return host;
}

/** Two people in a meeting on one of two hosts. */
async function onOneOfTwo() {
  const [first, second] = [await newHost(), await newHost()];
  const roomId = await world.room(owner);
  const hana = await world.joined(roomId, owner);
  const gus = await world.joined(roomId);
  const [old, next] = first.sessions.size > 0 ? [first, second] : [second, first];
  return { old, next, roomId, hana, gus };
}

it('people move to another host before the old one lets go of them, and nobody is seen to leave', async () => {
  const { old, next, roomId, hana, gus } = await onOneOfTwo();
  const camera = publication('camera');
  await hana.ask('media.publish', camera);
  await eventually(() => gus.all('media.opened').length === 0 && 'the camera');

  old.tell('host.draining', {});
  for (const person of [hana, gus])
    await eventually(() => person.all('media.replaced').length === 0 && 'new transports');
  expect(next.sessions.size).toBe(2);
  expect(old.sessions.size).toBe(2);
  expect(hana.all('media.replaced')[0]?.oldServesForMs).toBeGreaterThan(0);
  expect(gus.all('media.closed')).toEqual([]);

  await hana.ask('media.publish', publication('camera'));
  await eventually(() => gus.all('media.opened').length < 2 && 'the camera on the other host');
  expect(next.receivedBy(gus.joined.participantId)).toHaveLength(1);

  await world.joined(roomId);
  expect(next.sessions.size).toBe(3);
  await eventually(() => old.sessions.size > 0 && 'the end of what the old host had');
  expect(next.sessions.size).toBe(3);
  expect([hana.all('participant.left'), old.isToldToEnd]).toEqual([[], false]);
});

it('who is removed while they move keeps nothing on the host of before', async () => {
  const { old, next, gus, hana } = await onOneOfTwo();
  old.tell('host.draining', {});
  await eventually(() => gus.all('media.replaced').length === 0 && 'new transports');
  await gus.ask('meeting.leave', {});
  await eventually(() => old.sessionOf(gus.joined.participantId) !== undefined && 'their end on the old host');
  expect(old.sessionOf(hana.joined.participantId)).toBeDefined();
  expect(next.sessionOf(hana.joined.participantId)).toBeDefined();
});

it('who mutes while they move is silent on the host of before as well', async () => {
  const { old, gus, hana } = await onOneOfTwo();
  await hana.ask('media.publish', publication('microphone'));
  old.tell('host.draining', {});
  await eventually(() => hana.all('media.replaced').length === 0 && 'new transports');
  await hana.ask('media.setPaused', { source: 'microphone', isPaused: true });
  expect(old.sessionOf(hana.joined.participantId)).toBeUndefined();
  expect(old.sessionOf(gus.joined.participantId)).toBeDefined();
});

it('a host that is the only one is told that there is nothing to wait for', async () => {
  const host = await newHost();
  const hana = await world.joined(await world.room(owner), owner);
  host.tell('host.draining', {});
  await eventually(() => !host.isToldToEnd && 'the word that it may end');
  expect(hana.all('media.replaced')).toEqual([]);
  // Nobody begins a meeting on it any more.
  await expect(world.joined(await world.room(owner))).rejects.toMatchObject({ code: 'media-unavailable' });
});

it('a host that was given up and wakes keeps nothing of what is elsewhere by now', async () => {
  const { old, next, hana } = await onOneOfTwo();
  old.stopBeat();
  await eventually(() => hana.all('media.replaced').length === 0 && 'new transports');
  await old.dial(world.url);
  await eventually(() => old.askedFor('room.close').length === 0 && 'the word to let go');
  await eventually(() => old.sessions.size > 0 && 'the end of what it had');
  expect(next.sessions.size).toBe(2);
});
