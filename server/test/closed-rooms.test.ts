import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import type { GuestIssued, RoomId } from '#contracts';
import { FakeHost } from './support/fake-host.js';
import { secondNode } from './support/second-node.js';
import { Visitor } from './support/visitor.js';
import { eventually, World } from './support/world.js';

let world: World;
let host: FakeHost;
let owner: GuestIssued;
let there: Awaited<ReturnType<typeof secondNode>> | undefined;

beforeAll(async () => {
  world = await World.open();
  host = new FakeHost();
  await host.dial(world.url);
  owner = await world.guest();
  await eventually(() => host.askedFor('host.describe').length === 0 && 'the question what the host is');
});
afterEach(async () => {
  await there?.app.close();
  there = undefined;
});
afterAll(async () => {
  host.hangUp();
  await world.close();
});

function visitorOf({ token }: GuestIssued, url = world.url): Visitor {
  const visitor = new Visitor(url);
  visitor.token = token;
  return visitor;
}

async function meetingOfTwo(): Promise<{ readonly roomId: RoomId; readonly ended: () => Promise<void> }> {
  const roomId = await world.room(owner);
  const people = [await world.joined(roomId, owner), await world.joined(roomId)];
  const ended = async () => {
    await eventually(() => people.some((one) => one.all('meeting.ended').length === 0) && 'the end of the meeting');
    expect(people.map((one) => one.all('meeting.ended').map(({ reason }) => reason))).toEqual([
      ['by-host'],
      ['by-host'],
    ]);
  };
  return { roomId, ended };
}

it.each([
  ['deleted', (visitor: Visitor, path: string) => visitor.remove(path)],
  ['archived', (visitor: Visitor, path: string) => visitor.patch(path, { isArchived: true })],
])('a room that is %s ends its meeting for everyone, and takes no more people', async (_, close) => {
  const { roomId, ended } = await meetingOfTwo();
  const closedCount = host.askedFor('room.close').length;
  expect((await close(visitorOf(owner), `/rooms/${roomId}`)).ok).toBe(true);
  await ended();
  await eventually(() => host.askedFor('room.close').length === closedCount && 'the end of the media');
  const late = await world.person(owner);
  await expect(late.join(roomId)).rejects.toMatchObject({ code: 'meeting-ended' });
});

it('a room that is deleted through another node ends its meeting as well', async () => {
  const { roomId, ended } = await meetingOfTwo();
  there = await secondNode(world);
  expect((await visitorOf(owner, there.url).remove(`/rooms/${roomId}`)).status).toBe(204);
  await ended();
});

it('only its owner’s word ends a meeting', async () => {
  const roomId = await world.room(owner);
  const hana = await world.joined(roomId, owner);
  const stranger = await world.guest();
  expect((await visitorOf(stranger).remove(`/rooms/${roomId}`)).status).toBe(404);
  expect((await visitorOf(stranger).patch(`/rooms/${roomId}`, { isArchived: true })).status).toBe(404);
  expect((await visitorOf(owner).remove(`/rooms/${randomUUID()}`)).status).toBe(404);
  // The answer to a request comes after whatever was announced before it.
  await hana.ask('meeting.leave', {});
  expect(hana.all('meeting.ended')).toEqual([]);
});
