import { randomUUID } from 'node:crypto';
import { beforeEach, expect, it } from '@jest/globals';
import 'reflect-metadata';
import { IdentityId, Refusal, RoomId } from '#contracts';
import { ManualClock, silentLog } from '#kernel';
import { newCaller } from '../wire/caller.js';
import { SocketEnds } from '../wire/socket-ends.js';
import type { SocketOut } from '../wire/socket-out.js';
import { MeetingFacts, type MeetingFact } from './meeting-fact.js';
import { LocalMeetingLeases, type Lease } from './meeting-leases.js';
import { MemoryMeetingRecords } from './memory-meeting-records.js';
import { MeetingsService } from './meetings.service.js';

const GRACE_MS = 30_000;
const PART_GRACE_MS = 1_000;
const HOST = IdentityId.parse(randomUUID());

class Leases extends LocalMeetingLeases {
  override readonly renewEveryMs = 1_500;
  readonly given: Lease[] = [];

  override async acquire(roomId: RoomId): Promise<Lease | undefined> {
    const lease = await super.acquire(roomId);
    if (lease !== undefined) this.given.push(lease);
    return lease;
  }
}

let clock: ManualClock;
let records: MemoryMeetingRecords;
let leases: Leases;
let roomId: RoomId;
let isRoomEnded: boolean;

beforeEach(() => {
  clock = new ManualClock(1_000);
  records = new MemoryMeetingRecords();
  leases = new Leases();
  roomId = RoomId.parse(randomUUID());
  isRoomEnded = false;
});

function newNode() {
  const facts = new MeetingFacts((fault) => {
    throw fault;
  });
  const told: MeetingFact[] = [];
  const sent: string[] = [];
  facts.listen(({ fact }) => told.push(fact));
  const out: SocketOut = {
    toSocket: (socketId, name) => void sent.push(`${name} to ${socketId}`),
    toMeeting: () => undefined,
    toIdentities: () => undefined,
    joinMeeting: () => undefined,
    leaveMeeting: () => undefined,
    disconnect: (socketId) => void sent.push(`close ${socketId}`),
  };
  const rooms = {
    require: async () => {
      if (isRoomEnded) throw new Refusal('meeting-ended', 'This meeting has ended.');
      return { hostIdentityId: HOST };
    },
    markUsed: async () => undefined,
    end: async () => void (isRoomEnded = true),
  };
  const ends = new SocketEnds(silentLog);
  const tally = { watchMeetings: () => undefined };
  const graces = { seatGraceMs: GRACE_MS, partGraceMs: PART_GRACE_MS };
  const settings = { records, facts, out, clock, log: silentLog, ...graces, capacityCount: 10 };
  return { meetings: new MeetingsService(settings, leases, rooms, ends, tally), ends, told, sent };
}

async function seated({ meetings }: ReturnType<typeof newNode>, caller = newCaller(HOST, randomUUID())) {
  const live = await meetings.open(roomId);
  const claim = live.arrive(caller, { name: 'Hana', joinKey: randomUUID() });
  await claim.recorded;
  live.admit(caller, claim.participantId);
  return { live, caller, claim };
}

/** As when a lease ends by itself, because its node could not renew it. */
async function expireLeases(): Promise<void> {
  for (const lease of leases.given.splice(0)) await leases.release(lease);
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => void setImmediate(resolve));
}

it('opens one meeting, however many come at once', async () => {
  const node = newNode();
  const all = await Promise.all(Array.from({ length: 20 }, () => node.meetings.open(roomId)));
  expect(new Set(all).size).toBe(1);
});

it('starts none for somebody who only wants to come back', async () => {
  const node = newNode();
  await expect(node.meetings.require(roomId)).rejects.toMatchObject({ code: 'seat-lost' });
  expect(await records.openRooms()).toEqual([]);
  await seated(node);
  expect(await records.openRooms()).toEqual([roomId]);
});

it('is refused with a word to try again while another node has the room, and taken up once that one is gone', async () => {
  const [first, second] = [newNode(), newNode()];
  const { claim, live } = await seated(first);
  await expect(second.meetings.require(roomId)).rejects.toMatchObject({ code: 'unavailable' });

  await expireLeases();
  const taken = await second.meetings.require(roomId);
  expect(taken.meetingId).toBe(live.meetingId);
  const caller = newCaller(HOST, randomUUID());
  const back = taken.reclaim(caller, claim);
  await back.recorded;
  expect(taken.admit(caller, back.participantId).participants).toMatchObject([{ role: 'host', isConnected: true }]);

  // The first one is not dead, only slow. What it still believes is written nowhere.
  const late = live.arrive(newCaller(HOST, randomUUID()), { name: 'Late', joinKey: randomUUID() });
  await expect(late.recorded).rejects.toMatchObject({ code: 'unavailable' });
});

it('lets a meeting go once its lease is lost, and sends its people to look for the new owner', async () => {
  const node = newNode();
  const { live, caller } = await seated(node);
  const abandoned: unknown[] = [];
  node.meetings.abandoned.listen((one) => abandoned.push(one));
  node.meetings.onApplicationBootstrap();
  await expireLeases();
  clock.advance(leases.renewEveryMs);
  await settled();
  expect(abandoned).toEqual([live]);
  expect(node.sent).toEqual([`connection.closed to ${caller.socketId}`, `close ${caller.socketId}`]);
  expect(caller.seat).toBeUndefined();
  expect(node.told.map(({ kind }) => kind)).toEqual(['participant.joined']);
  expect(await records.isOpen(live.meetingId)).toBe(true);
});

it('gives up who stays away, after the grace period and not before', async () => {
  const node = newNode();
  const { live, caller } = await seated(node);
  node.ends.tell({ caller, reason: 'transport close', isFinal: false });
  clock.advance(GRACE_MS - 1);
  expect(node.told.map(({ kind }) => kind)).toEqual(['participant.joined', 'participant.changed']);
  clock.advance(1);
  expect(node.told.slice(2).map(({ kind }) => kind)).toEqual(['participant.left', 'meeting.ended']);
  await settled();
  expect(await records.isOpen(live.meetingId)).toBe(false);
  expect((await node.meetings.open(roomId)).meetingId).not.toBe(live.meetingId);
});

it('gives up who was sent away for good at once, unless another socket holds the seat by then', async () => {
  const node = newNode();
  const { live, caller, claim } = await seated(node);
  const again = newCaller(HOST, randomUUID());
  await live.reclaim(again, claim).recorded;
  node.ends.tell({ caller, reason: 'server namespace disconnect', isFinal: true });
  expect(node.told.map(({ kind }) => kind)).toEqual(['participant.joined']);
  live.admit(again, claim.participantId);
  node.ends.tell({ caller: again, reason: 'server namespace disconnect', isFinal: true });
  expect(node.told.slice(1).map(({ kind }) => kind)).toEqual(['participant.left', 'meeting.ended']);
});

it('gives up a page that said it is going within a second, and keeps the seat of one that is back by then', async () => {
  const node = newNode();
  const { live, caller, claim } = await seated(node);
  const other = await seated(node, newCaller(IdentityId.parse(randomUUID()), randomUUID()));
  node.meetings.part(other.caller);
  node.meetings.part(other.caller);
  clock.advance(PART_GRACE_MS - 1);
  const again = newCaller(other.caller.identityId, randomUUID());
  const back = live.reclaim(again, other.claim);
  await back.recorded;
  live.admit(again, back.participantId);
  clock.advance(PART_GRACE_MS);
  expect(live.rules.stateOf(back.participantId)).toBe('present');

  node.meetings.part(again);
  clock.advance(PART_GRACE_MS);
  expect(node.told.at(-1)).toMatchObject({
    kind: 'participant.left',
    participantId: back.participantId,
    reason: 'left',
  });

  node.meetings.part(caller);
  clock.advance(GRACE_MS - 1); // Nobody else is there.
  expect(live.rules.stateOf(claim.participantId)).toBe('absent');
});

it('reads back what was left behind, with a fresh grace for everybody', async () => {
  const { claim } = await seated(newNode());
  await expireLeases();
  clock.advance(GRACE_MS * 10);
  const next = newNode();
  await next.meetings.restored();
  const live = await next.meetings.require(roomId);
  clock.advance(GRACE_MS - 1);
  expect(live.rules.stateOf(claim.participantId)).toBe('absent');
  clock.advance(1);
  expect(live.rules.isEnded).toBe(true);
});

it('ends on record a meeting whose room was closed just before its server died', async () => {
  const { live } = await seated(newNode());
  await expireLeases();
  isRoomEnded = true;
  const next = newNode();
  await next.meetings.restored();
  expect(await records.isOpen(live.meetingId)).toBe(false);
  await expect(next.meetings.open(roomId)).rejects.toMatchObject({ code: 'meeting-ended' });
});
