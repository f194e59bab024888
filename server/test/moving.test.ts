import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { GuestIssued, Output, RoomId, SignallingRequests } from '#contracts';
import { FakeHost } from './support/fake-host.js';
import { BROWSER, publication } from './support/media.js';
import { signedIn } from './support/stage.js';
import { eventually, World, type Person } from './support/world.js';

type Seated = Person & { readonly joined: Output<SignallingRequests, 'meeting.join'> };

let world: World;
let host: FakeHost;
let owner: GuestIssued;
let roomId: RoomId;
let hana: Seated;
let gus: Seated;

beforeAll(async () => {
  world = await World.open();
  host = new FakeHost();
  await host.dial(world.url);
  await eventually(() => host.askedFor('host.describe').length === 0 && 'the question what the host is');
});
afterAll(async () => {
  host.hangUp();
  await world.close();
});

beforeEach(async () => {
  owner = await world.guest();
  roomId = await world.room(owner);
  hana = await world.joined(roomId, owner);
  gus = await world.joined(roomId);
});

function move(device: Person, of: Seated) {
  return device.ask('seat.move', { roomId, participantId: of.joined.participantId, media: BROWSER });
}

it('brings role, hand and mute to another device, which has media before the first is let go; nobody sees a leave', async () => {
  const { participantId } = gus.joined;
  await hana.ask('host.setRole', { participantId, role: 'cohost' });
  await gus.ask('media.publish', { ...publication('microphone'), isPaused: true });
  await gus.ask('hand.raise', {});
  const phone = await world.person(gus.guest);
  const { seats } = await phone.ask('seat.elsewhere', { roomId });
  expect(seats).toEqual([{ participantId, name: 'Somebody', sources: [{ source: 'microphone', isPaused: true }] }]);
  const heardBefore = hana.heard.length;

  const begun = await move(phone, gus);
  expect(begun.media.sessionId).not.toBe(gus.joined.media.sessionId);
  expect([...host.sessions.keys()]).toEqual(
    expect.arrayContaining([gus.joined.media.sessionId, begun.media.sessionId]),
  );
  await gus.ask('media.setPaused', { source: 'microphone', isPaused: true });
  expect(gus.all('seat.taken')).toEqual([]);

  const { snapshot, resumeToken } = await phone.ask('seat.settle', {});
  await eventually(() => gus.all('seat.taken').length === 0 && 'the word to the first device');
  const self = snapshot.participants.find((one) => one.participantId === participantId);
  expect(self).toMatchObject({
    role: 'cohost',
    isConnected: true,
    sources: [{ source: 'microphone', isPaused: true }],
  });
  expect(snapshot.controls.hands.queue).toEqual([expect.objectContaining({ participantId })]);
  expect(snapshot.participants).toHaveLength(2);

  await phone.ask('media.publish', publication('camera'));
  await eventually(
    () => !hana.all('participant.changed').some(({ participant }) => participant.sources.length > 1) && 'the camera',
  );
  const names = hana.heard.slice(heardBefore).map(({ name }) => name);
  expect(names).not.toContain('participant.left');
  expect(names).not.toContain('participant.joined');
  const connections = hana.all('participant.changed').map(({ participant }) => participant.isConnected);
  expect(connections).not.toContain(false);
  await eventually(() => host.sessions.has(gus.joined.media.sessionId) && 'the end of the first device’s transports');

  // The first device cannot take it back with what it knew; the second resumes as always.
  const first = await world.person(gus.guest);
  await expect(first.resume(roomId, gus.joined)).rejects.toMatchObject({ code: 'seat-lost' });
  phone.browser.disconnect();
  const later = await world.person(gus.guest);
  expect((await later.resume(roomId, { participantId, resumeToken })).participantId).toBe(participantId);
});

it('leaves everything as it was when the new device does not settle', async () => {
  const phone = await world.person(gus.guest);
  const begun = await move(phone, gus);
  phone.browser.disconnect();
  await eventually(() => host.sessions.has(begun.media.sessionId) && 'the end of the transports that came to nothing');
  expect((await gus.ask('meeting.sync', {})).participants).toHaveLength(2);
  expect(gus.all('seat.taken')).toEqual([]);
  expect(host.sessions.has(gus.joined.media.sessionId)).toBe(true);
  const again = await world.person(gus.guest);
  await expect(again.ask('seat.settle', {})).rejects.toMatchObject({ code: 'seat-lost' });
});

it('ends with the seat when that is given up meanwhile', async () => {
  const phone = await world.person(gus.guest);
  const begun = await move(phone, gus);
  await hana.ask('host.remove', { participantId: gus.joined.participantId });
  await expect(phone.ask('seat.settle', {})).rejects.toMatchObject({ code: 'seat-lost' });
  phone.browser.disconnect();
  await eventually(() => host.sessions.has(begun.media.sessionId) && 'the end of the transports that came to nothing');
});

it('is for one’s own seat only, and tells nobody of others’', async () => {
  const stranger = await world.person();
  expect(await stranger.ask('seat.elsewhere', { roomId })).toEqual({ seats: [] });
  await expect(move(stranger, gus)).rejects.toMatchObject({ code: 'seat-lost' });
  await expect(move(hana, gus)).rejects.toMatchObject({ code: 'seat-lost' });
  await expect(move(gus, gus)).rejects.toMatchObject({ code: 'conflict' });
  expect(gus.all('seat.taken')).toEqual([]);
});

it('takes a guest to another device by a code that works once, in its own room', async () => {
  const stranger = await world.person();
  const redeem = (code: string, where = roomId) => stranger.ask('seat.redeem', { roomId: where, code });
  const refused = { code: 'not-found' };
  const { code: replaced } = await gus.ask('seat.offer', {});
  const { code: misused } = await gus.ask('seat.offer', {});
  await expect(redeem(replaced)).rejects.toMatchObject(refused);
  await expect(redeem(misused, await world.room(owner))).rejects.toMatchObject(refused);
  await expect(redeem(misused)).rejects.toMatchObject(refused);
  await expect(redeem('x'.repeat(43))).rejects.toMatchObject(refused);
  const { code } = await gus.ask('seat.offer', {});
  const issued = await redeem(code);
  expect(issued).toMatchObject({ identityId: gus.guest.identityId, participantId: gus.joined.participantId });
  await expect(redeem(code)).rejects.toMatchObject(refused);
  const phone = await world.person(issued);
  await move(phone, gus);
  await phone.ask('seat.settle', {});
  await eventually(() => gus.all('seat.taken').length === 0 && 'the word to the first device');
  expect(world.logged.join('\n')).not.toContain(code);
});

it('offers no code to an account, which signs in instead', async () => {
  const member = await world.joined(roomId, await signedIn(world));
  await expect(member.ask('seat.offer', {})).rejects.toMatchObject({ code: 'forbidden' });
});
