import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GuestIssued, type RoomId } from '#contracts';
import { FakeHost } from './support/fake-host.js';
import { problemOf, Visitor } from './support/visitor.js';
import { eventually, World, type Person } from './support/world.js';

/** How often each way of misusing a token is tried. */
const TRIES_COUNT = 20;

let world: World;
let media: FakeHost;
let owner: GuestIssued;
let roomId: RoomId;

beforeAll(async () => {
  world = await World.open();
  media = new FakeHost();
  await media.dial(world.url);
  await eventually(() => media.askedFor('host.describe').length === 0 && 'the question what the host is');
  owner = await world.guest();
  roomId = await world.room(owner);
  await world.joined(roomId, owner);
});
afterAll(async () => {
  media.hangUp();
  await world.close();
});

type Seat = Parameters<Person['resume']>[1];

/** Tries it again and again, each time on a connection of its own, and expects the one sentence that tells nothing. */
async function expectUseless(thief: GuestIssued, seatOf: (index: number) => Seat, room = roomId): Promise<void> {
  for (let index = 0; index < TRIES_COUNT; index += 1) {
    const person = await world.person(thief);
    await expect(person.resume(room, seatOf(index))).rejects.toMatchObject({ code: 'seat-lost' });
    person.browser.disconnect();
  }
}

describe('a seat’s token', () => {
  it('is of no use to another device, and its owner is not disturbed', async () => {
    const victim = await world.joined(roomId);
    await expectUseless(await world.guest(), () => victim.joined);
    expect((await victim.ask('meeting.sync', {})).participants).toContainEqual(
      expect.objectContaining({ participantId: victim.joined.participantId, isConnected: true }),
    );
    expect(victim.all('seat.taken')).toEqual([]);
  });

  it('is of no use once the one after it was used', async () => {
    const victim = await world.joined(roomId);
    let seat: Seat = victim.joined;
    for (const _turn of [1, 2]) seat = await (await world.person(victim.guest)).resume(roomId, seat);
    await expectUseless(victim.guest, () => victim.joined);
  });

  it('is of no use in another room, nor for another seat', async () => {
    const victim = await world.joined(roomId);
    const otherRoomId = await world.room(owner);
    await world.joined(otherRoomId, owner);
    await expectUseless(victim.guest, () => victim.joined, otherRoomId);
    const bystander = await world.joined(roomId);
    const { resumeToken } = victim.joined;
    await expectUseless(victim.guest, (index) => ({
      participantId: index % 2 === 0 ? bystander.joined.participantId : (randomUUID() as never),
      resumeToken,
    }));
  });

  it('is of no use after its owner was removed, and after they left', async () => {
    const host = await world.joined(roomId, owner);
    const removed = await world.joined(roomId);
    await host.ask('host.remove', { participantId: removed.joined.participantId });
    await expectUseless(removed.guest, () => removed.joined);
    const gone = await world.joined(roomId);
    await gone.ask('meeting.leave', {});
    await expectUseless(gone.guest, () => gone.joined);
  });

  it('is of no use once the grace is over, which is shorter than a minute', async () => {
    const short = await World.open({ SEAT_GRACE_MS: '1000' });
    const host = new FakeHost();
    await host.dial(short.url);
    const room = await short.room(owner);
    const [witness, victim] = [await short.joined(room, owner), await short.joined(room)];
    victim.browser.disconnect();
    await eventually(() => witness.all('participant.left').length === 0 && 'the end of the grace');
    const back = await short.person(victim.guest);
    await expect(back.resume(room, victim.joined)).rejects.toMatchObject({ code: 'seat-lost' });
    host.hangUp();
    await short.close();
  });

  it('stands in no log', () => {
    expect(world.logged.length).toBeGreaterThan(0);
    expect(world.logged.join('\n')).not.toMatch(/resumeToken|[\w-]{43}/);
  });
});

describe('a guest who returns on the same device', () => {
  const introduced = async (token: string) => {
    const visitor = new Visitor(world.url);
    return visitor.post('/guests', {}, { authorization: `Bearer ${token}` });
  };

  it('stays who they were: host of their room, and in their seat', async () => {
    const renewed = GuestIssued.parse(await (await introduced(owner.token)).json());
    expect(renewed.identityId).toBe(owner.identityId);
    const person = await world.joined(roomId, renewed);
    const own = person.joined.snapshot.participants.find((one) => one.participantId === person.joined.participantId);
    expect(own).toMatchObject({ role: 'host', isGuest: true });
    expect((await world.guest()).identityId).not.toBe(owner.identityId);
  });

  it('is nobody by a token that does not count', async () => {
    for (const token of ['x', `${owner.token}x`, owner.token.slice(0, -4)]) {
      expect(await problemOf(await introduced(token))).toMatchObject({ status: 401, code: 'unauthenticated' });
    }
  });
});
