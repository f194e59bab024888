import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { GuestIssued, Output, RoomId, SignallingRequests } from '#contracts';
import { FakeHost } from './support/fake-host.js';
import { BROWSER, publication } from './support/media.js';
import { eventually, World, type Person } from './support/world.js';

/* Media is set up before the door, and flows to nobody who has not passed it. */

type Early = NonNullable<Output<SignallingRequests, 'meeting.prepare'>['early']>;

let world: World;
let host: FakeHost;
let owner: GuestIssued;
let roomId: RoomId;
let hana: Person & { readonly joined: Output<SignallingRequests, 'meeting.join'> };

beforeEach(async () => {
  world = await World.open();
  host = new FakeHost();
  await host.dial(world.url);
  await eventually(() => host.askedFor('host.describe').length === 0 && 'the question what the host is');
  owner = await world.guest();
  roomId = await world.room(owner);
  hana = await world.joined(roomId, owner);
  await hana.ask('media.publish', publication('microphone'));
  await hana.ask('media.publish', publication('camera'));
});
afterEach(async () => {
  expect(host.faults).toEqual([]);
  host.hangUp();
  await world.close();
});

async function prepared(person: Person): Promise<Early> {
  const { early } = await person.ask('meeting.prepare', { roomId, media: BROWSER });
  if (early === undefined) throw new Error('nothing was prepared');
  return early;
}

function join(person: Person, isPrepared = true) {
  return person.ask('meeting.join', { roomId, name: 'Gus', joinKey: randomUUID(), media: BROWSER, isPrepared });
}

function heldOf(sessionId: string): (boolean | undefined)[] {
  return [...(host.sessions.get(sessionId)?.consumers.values() ?? [])].map(({ tuning }) => tuning?.isHeld);
}

it('sets everything up, held, and the join lets it flow over the same transports', async () => {
  const gus = await world.person();
  const toldBefore = hana.heard.length;
  const { participantId, media } = await prepared(gus);
  expect(media.consumers.map(({ source }) => source).toSorted()).toEqual(['camera', 'microphone']);
  expect(heldOf(media.sessionId)).toEqual([true, true]);
  // Nobody is there yet: nobody is told, and nobody is counted.
  expect((await hana.ask('meeting.sync', {})).participants).toHaveLength(1);
  expect(hana.heard.slice(toldBefore)).toEqual([]);

  const joined = await join(gus);
  expect(joined.participantId).toBe(participantId);
  expect(joined.media).toEqual(media);
  await eventually(() => heldOf(media.sessionId).includes(true) && 'that it flows');
  expect(host.askedFor('session.open')).toHaveLength(2);
  await gus.ask('media.publish', publication('camera'));
  await eventually(() => host.receivedBy(hana.joined.participantId).length === 0 && 'the newcomer’s camera');
});

it('answers a join that comes before the preparing is done, and one that is sent again', async () => {
  const gus = await world.person();
  const joinKey = randomUUID();
  const wish = { roomId, name: 'Gus', joinKey, media: BROWSER, isPrepared: true };
  const [{ early }, first] = await Promise.all([
    gus.ask('meeting.prepare', { roomId, media: BROWSER }),
    gus.ask('meeting.join', wish),
  ]);
  expect(first.media.sessionId).toBe(early?.media.sessionId);
  const again = await gus.ask('meeting.join', wish);
  expect(again.participantId).toBe(first.participantId);
  expect(again.media.sessionId).toBe(first.media.sessionId);
  expect([...host.sessions.keys()]).toHaveLength(2);
});

it('knows of streams that ended before the press, and of those that came', async () => {
  const gus = await world.person();
  const { media } = await prepared(gus);
  await hana.ask('media.unpublish', { source: 'camera' });
  await hana.ask('media.publish', publication('screen'));
  const joined = await join(gus);
  expect(joined.media.sessionId).toBe(media.sessionId);
  expect(joined.media.consumers.map(({ source }) => source)).toEqual(['microphone']);
  await eventually(() => gus.all('media.opened').length === 0 && 'the screen');
  expect(gus.all('media.opened')[0]?.consumers.map(({ source }) => source)).toEqual(['screen']);
});

it('opens nothing for whom the door would not let in, in one and the same answer', async () => {
  const stranger = await world.person();
  const ask = (person: Person, where = roomId) => person.ask('meeting.prepare', { roomId: where, media: BROWSER });
  expect(await ask(stranger, randomUUID() as RoomId)).toEqual({});
  expect(await ask(stranger, await world.room(owner))).toEqual({}); // Nobody meets there.
  expect(await ask(hana)).toEqual({}); // In already.
  await hana.ask('host.setAccess', { isLobbyOn: true });
  expect(await ask(stranger)).toEqual({});
  await hana.ask('host.setAccess', { isLobbyOn: false, isLocked: true });
  expect(await ask(stranger)).toEqual({});
  await hana.ask('host.setAccess', { isLocked: false });
  const joined = await join(stranger, false);
  await hana.ask('host.remove', { participantId: joined.participantId });
  expect(await ask(await world.person(stranger.guest))).toEqual({});
  expect(host.askedFor('session.open')).toHaveLength(2);
});

it.each([
  ['the connection ends', async (gus: Person) => void gus.browser.disconnect()],
  ['a join does not want it', async (gus: Person) => void (await join(gus, false))],
  ['it is asked for anew', async (gus: Person) => void (await prepared(gus))],
  ['the door closes', async () => void (await hana.ask('host.setAccess', { isLocked: true }))],
])('is given up when %s', async (_, happen) => {
  const gus = await world.person();
  const { media } = await prepared(gus);
  await happen(gus);
  await eventually(() => host.sessions.has(media.sessionId) && 'the end of what was prepared');
});

it('gives up what was prepared when the join is refused, and joins as anybody does once it was lost', async () => {
  const gus = await world.person();
  const { media } = await prepared(gus);
  await hana.ask('host.setAccess', { isLobbyOn: true });
  await expect(join(gus)).rejects.toMatchObject({ code: 'lobby' });
  await eventually(() => host.sessions.has(media.sessionId) && 'the end of what was prepared');
  await hana.ask('host.setAccess', { isLobbyOn: false });
  const again = await prepared(gus);
  host.lose(host.sessions.get(again.media.sessionId)!);
  // The news of the loss and the join come by different sockets.
  await eventually(() => host.sessions.has(again.media.sessionId) && 'the loss');
  await hana.ask('meeting.sync', {});
  const joined = await join(gus);
  await eventually(() => host.sessionOf(joined.participantId) === undefined && 'transports that stand');
});
