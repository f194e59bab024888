import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { HostId, type GuestIssued } from '#contracts';
import { FakeHost } from './support/fake-host.js';
import { publication } from './support/media.js';
import { eventually, World, type Person } from './support/world.js';

/* One meeting over two media hosts: what comes in on one is carried to the other for those who receive it there. */

let world: World;
let owner: GuestIssued;
let hosts: readonly [FakeHost, FakeHost];

beforeEach(async () => {
  world = await World.open({ MEDIA_SPREAD: 'hosts' });
  owner = await world.guest();
  hosts = [await newHost(), await newHost()];
});
afterEach(async () => {
  for (const host of hosts) host.hangUp();
  await world.close();
});

async function newHost(): Promise<FakeHost> {
  const host = new FakeHost({ hostId: HostId.parse(randomUUID()) });
  expect(await host.dial(world.url)).toBeUndefined();
  await eventually(() => host.askedFor('host.describe').length === 0 && 'the question what the host is');
  return host;
}

type Seated = Person & { readonly joined: { readonly participantId: string } };

const hostOf = ({ joined }: Seated): FakeHost => hosts.find((host) => host.sessionOf(joined.participantId))!;
const incoming = (host: FakeHost) => [...host.relays.values()].filter(({ stream }) => stream !== undefined);

const openedFor = (person: Person) =>
  person.all('media.opened').flatMap(({ consumers }) => consumers.map(({ consumerId }) => consumerId));

/** Two people, each on a host of their own, and what the first shows. */
async function apart() {
  const roomId = await world.room(owner);
  const hana = await world.joined(roomId, owner);
  const gus = await world.joined(roomId);
  const [from, to] = [hostOf(hana), hostOf(gus)];
  expect(from).not.toBe(to);
  await hana.ask('media.publish', publication('camera'));
  await eventually(() => gus.all('media.opened').length === 0 && 'the camera from the other host');
  return { roomId, hana, gus, from, to };
}

it('people are put where fewest are, and see each other as if they were on one host', async () => {
  const { hana, gus, roomId, from, to } = await apart();
  expect(to.receivedBy(gus.joined.participantId)).toEqual([`${hana.joined.participantId}/camera/waits`]);
  await gus.ask('media.ready', { consumerIds: openedFor(gus) });
  expect(to.receivedBy(gus.joined.participantId)).toEqual([`${hana.joined.participantId}/camera/flows`]);

  // Who comes to that host later finds it there at once, over the same relay.
  const ida = await world.joined(roomId);
  const jon = await world.joined(roomId);
  const late = [ida, jon].find((one) => hostOf(one) === to)!;
  expect(late.joined.media.consumers).toHaveLength(1);
  expect([incoming(to).length, incoming(from).length]).toEqual([1, 0]);
});

it('nothing is carried any more once nobody there receives it', async () => {
  const { gus, from, to } = await apart();
  await gus.ask('meeting.leave', {});
  await eventually(() => from.relays.size + to.relays.size > 0 && 'the end of the relay on both hosts');
});

it('what is stopped ends on both hosts, and comes again', async () => {
  const { hana, gus, from, to } = await apart();
  await hana.ask('media.unpublish', { source: 'camera' });
  await eventually(() => gus.all('media.closed').length === 0 && 'the end of the camera');
  await eventually(() => from.relays.size + to.relays.size > 0 && 'the end of the relay on both hosts');
  await hana.ask('media.publish', publication('camera'));
  await eventually(() => gus.all('media.opened').length < 2 && 'the camera again');
});

it('a mute is told to both hosts', async () => {
  const { hana, to, gus } = await apart();
  await hana.ask('media.publish', publication('microphone'));
  await eventually(() => gus.all('media.opened').length < 2 && 'the microphone');
  await hana.ask('media.setPaused', { source: 'microphone', isPaused: true });
  const microphone = () => incoming(to).find(({ stream }) => stream?.source === 'microphone');
  await eventually(() => microphone()?.isPaused !== true && 'the mute where it is carried to');
  await hana.ask('media.setPaused', { source: 'microphone', isPaused: false });
  await eventually(() => microphone()?.isPaused !== false && 'its end');
});

it('what both hosts hear is put together', async () => {
  const { hana, gus, from, to } = await apart();
  const { meetingId } = from.sessionOf(hana.joined.participantId)!.wish;
  from.tell('room.speaking', { meetingId, speakers: [{ participantId: hana.joined.participantId, levelDbov: -30 }] });
  // Who speaks is news that may be dropped for the next one, where two come at once.
  await eventually(() => gus.all('meeting.speaking').length === 0 && 'the first speaker');
  to.tell('room.speaking', { meetingId, speakers: [{ participantId: gus.joined.participantId, levelDbov: -20 }] });
  const last = () =>
    gus
      .all('meeting.speaking')
      .at(-1)
      ?.speakers.map(({ participantId }) => participantId);
  await eventually(() => last()?.length !== 2 && 'both speakers');
  expect(last()).toEqual([gus.joined.participantId, hana.joined.participantId]);
});

it('who hears is asked of both hosts', async () => {
  const { hana, gus } = await apart();
  await hana.ask('media.publish', publication('microphone'));
  await eventually(() => gus.all('media.opened').length < 2 && 'the microphone');
  await gus.ask('media.ready', { consumerIds: openedFor(gus) });
  expect(await hana.ask('media.audibility', { speakerId: hana.joined.participantId })).toEqual({
    listeners: [{ participantId: gus.joined.participantId }],
  });
});

it('who is left out where they are is not missed on the other host', async () => {
  const { hana, gus, from, to } = await apart();
  await hana.ask('media.publish', publication('microphone'));
  await eventually(() => gus.all('media.opened').length < 2 && 'the microphone');
  from.isLeftOut = true;
  const heardBy = async () => (await hana.ask('media.audibility', { speakerId: hana.joined.participantId })).listeners;
  expect(await heardBy()).toEqual([{ participantId: gus.joined.participantId, fault: 'not-ready' }]);
  await gus.ask('media.ready', { consumerIds: openedFor(gus) });
  to.isArriving = false;
  expect(await heardBy()).toEqual([{ participantId: gus.joined.participantId, fault: 'not-loudest' }]);
});

it('whom somebody on the other host has pinned is sent there whoever is louder', async () => {
  const { hana, gus, from, to } = await apart();
  await hana.ask('media.publish', publication('microphone'));
  await eventually(() => gus.all('media.opened').length < 2 && 'the microphone');
  const { inventory } = incoming(to).find(({ stream }) => stream?.source === 'microphone')!;
  const isKept = () => from.relays.get(inventory.relayId)?.isKept === true;
  expect(isKept()).toBe(false);
  await gus.ask('media.view', { tiles: [], pinnedIds: [hana.joined.participantId] });
  await eventually(() => !isKept() && 'the word to the host where it comes in');
  await gus.ask('media.view', { tiles: [], pinnedIds: [] });
  await eventually(() => isKept() && 'the end of it');
});

it('a lost relay is made anew, and its viewers are told', async () => {
  const { gus, to } = await apart();
  const [{ inventory }] = incoming(to) as [ReturnType<typeof incoming>[number]];
  const { meetingId } = to.sessionOf(gus.joined.participantId)!.wish;
  to.relays.clear();
  to.sessionOf(gus.joined.participantId)!.consumers.clear();
  to.tell('relays.lost', { meetingId, relayIds: [inventory.relayId] });
  await eventually(() => gus.all('media.closed').length === 0 && 'the word that it ended');
  await eventually(() => gus.all('media.opened').length < 2 && 'the camera again');
  expect(to.receivedBy(gus.joined.participantId)).toHaveLength(1);
});

it('a host that refuses a relay is asked again, and the rest goes on', async () => {
  const { hana, gus, to } = await apart();
  let refusedCount = 0;
  to.before = (name) => {
    if (name === 'relay.accept' && (refusedCount += 1) <= 2) throw new Error('not now');
  };
  await hana.ask('media.publish', publication('microphone'));
  await eventually(() => gus.all('media.opened').length < 2 && 'the microphone, at the third attempt');
  expect(refusedCount).toBe(3);
});

it('when one host dies, its people go to the other, and the others stay', async () => {
  const { hana, gus, from, to } = await apart();
  from.hangUp();
  await eventually(() => hana.all('media.replaced').length === 0 && 'new transports');
  expect(to.sessions.size).toBe(2);
  expect([gus.all('media.replaced'), gus.all('participant.left')]).toEqual([[], []]);
  await hana.ask('media.publish', publication('camera'));
  await eventually(() => gus.all('media.opened').length < 2 && 'the camera on their own host');
  expect(incoming(to)).toEqual([]);
});

it('when one host drains, its people go to the other, and nobody is told of an end before the new stream is there', async () => {
  const { hana, gus, from, to } = await apart();
  from.tell('host.draining', {});
  await eventually(() => hana.all('media.replaced').length === 0 && 'new transports');
  expect([gus.all('media.replaced'), hana.all('media.replaced')[0]!.oldServesForMs! > 0]).toEqual([[], true]);
  await hana.ask('media.publish', publication('camera'));
  await eventually(() => gus.all('media.opened').length < 2 && 'the camera on their own host');
  await eventually(() => from.sessions.size + from.relays.size + incoming(to).length > 0 && 'the end of the rest');
});

// A host is looked through when it dials and when the meeting is taken up, which may come at the same time.
it.each([1, 2])(
  'all of it is found again after the server’s death, looked at %s times, and nothing is made anew',
  async (looks) => {
    const { hana, gus, roomId, from, to } = await apart();
    await world.stop();
    for (const host of hosts) host.hangUp();
    await world.start();
    const [hanaBack, gusBack] = [await world.person(hana.guest), await world.person(gus.guest)];
    const resuming = Promise.all([hanaBack.resume(roomId, hana.joined), gusBack.resume(roomId, gus.joined)]);
    // First the one that takes in: what its people receive comes in where nobody has heard of yet.
    for (let look = 1; look <= looks; look += 1) {
      to.hangUp();
      await to.dial(world.url);
      await eventually(() => to.askedFor('room.inventory').length < look && 'the question what is there');
    }
    await from.dial(world.url);
    const [first, second] = await resuming;
    expect(first.media.sessionId).toBe(hana.joined.media.sessionId);
    expect(second.media.sessionId).toBe(gus.joined.media.sessionId);
    expect(second.media.consumers).toHaveLength(1);
    for (const host of hosts) {
      expect(host.askedFor('session.open')).toHaveLength(1);
      for (const ended of ['session.close', 'room.close', 'relay.close', 'consumer.close'] as const)
        expect(host.askedFor(ended)).toEqual([]);
    }
    expect(from.askedFor('relay.offer')).toHaveLength(1);
  },
);
