import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import 'reflect-metadata';
import type { DataSource } from 'typeorm';
import { IdentityId, MeetingId, ParticipantId, RoomId } from '#contracts';
import { RoomRow } from '../src/storage/room.row.js';
import { TypeOrmMeetingRecords } from '../src/storage/typeorm-meeting-records.js';
import { openTestDatabase, type TestDatabase } from './support/database.js';
import { Meeting } from '../src/meetings/meeting.js';
import { MemoryMeetingRecords } from '../src/meetings/memory-meeting-records.js';
import type { MeetingRecord, MeetingRecords, SeatRecord } from '../src/meetings/meeting-records.js';

const AT_MS = 1_700_000_000_123;

function newMeeting(roomId: RoomId): MeetingRecord {
  return { meetingId: MeetingId.parse(randomUUID()), roomId, run: 0, startedAtMs: AT_MS };
}

function newSeat(joinedAtMs = AT_MS): SeatRecord {
  return {
    participantId: ParticipantId.parse(randomUUID()),
    identityId: IdentityId.parse(randomUUID()),
    name: 'Hana',
    role: 'host',
    isGuest: false,
    joinedAtMs,
    tokens: { current: 'a'.repeat(64), previous: undefined },
  };
}

/** What every MeetingRecords must do. */
function describeRecords(
  name: string,
  open: () => { readonly records: MeetingRecords; readonly newRoom: () => Promise<RoomId> },
): void {
  describe(`meeting records ${name}`, () => {
    async function started() {
      const { records, newRoom } = open();
      const meeting = newMeeting(await newRoom());
      await records.start(meeting);
      return { records, meeting };
    }

    it('give an open meeting back with the seats that nobody gave up, in their order, as a new run', async () => {
      const { records, meeting } = await started();
      const [late, early, gone] = [newSeat(AT_MS + 9), newSeat(AT_MS + 1), newSeat(AT_MS)];
      for (const seat of [early, late, gone]) await records.takeSeat(meeting, seat);
      await records.leaveSeat(meeting, { participantId: gone.participantId, reason: 'left', atMs: AT_MS, spokenMs: 7 });
      const tokens = { current: 'b'.repeat(64), previous: 'a'.repeat(64) };
      await records.keepTokens(meeting, { participantId: late.participantId, tokens });

      expect(await records.recover(meeting.roomId)).toEqual({
        ...meeting,
        run: 1,
        seats: [early, { ...late, tokens }],
      });
      expect(await records.recover(meeting.roomId)).toMatchObject({ run: 2 });
    });

    it('refuse what an owner of before still writes', async () => {
      const { records, meeting } = await started();
      const seat = newSeat();
      await records.takeSeat(meeting, seat);
      const recovered = (await records.recover(meeting.roomId))!;
      const { participantId, tokens } = seat;
      const isRefused = { code: 'unavailable' };
      await expect(records.takeSeat(meeting, newSeat())).rejects.toMatchObject(isRefused);
      await expect(records.keepTokens(meeting, { participantId, tokens })).rejects.toMatchObject(isRefused);
      await expect(
        records.leaveSeat(meeting, { participantId, reason: 'left', atMs: AT_MS, spokenMs: 7 }),
      ).rejects.toMatchObject(isRefused);
      await records.end(meeting, AT_MS);
      expect(await records.isOpen(meeting.meetingId)).toBe(true);
      expect((await records.recover(meeting.roomId))!.seats).toEqual([seat]);
      expect(recovered.run).toBe(1);
    });

    it('keep what hosts have set, the latest of it, for the run that is theirs', async () => {
      const { records, meeting } = await started();
      const state = new Meeting({
        ...meeting,
        hostIdentityId: IdentityId.parse(randomUUID()),
        capacityCount: 2,
        seq: 0,
      }).state();
      await records.keepState(meeting, state);
      const locked = { ...state, access: { isLocked: true, isLobbyOn: true } };
      await records.keepState(meeting, locked);
      expect((await records.recover(meeting.roomId))!.state).toEqual(locked);
      await expect(records.keepState(meeting, state)).rejects.toMatchObject({ code: 'unavailable' });
    });

    it('end a meeting and its seats together, so that the room can have another', async () => {
      const { records, meeting } = await started();
      await records.takeSeat(meeting, newSeat());
      expect(await records.openRooms()).toContain(meeting.roomId);
      await records.end(meeting, AT_MS);
      await records.end(meeting, AT_MS + 1);
      expect(await records.isOpen(meeting.meetingId)).toBe(false);
      expect(await records.openRooms()).not.toContain(meeting.roomId);
      expect(await records.recover(meeting.roomId)).toBeUndefined();
      await records.start(newMeeting(meeting.roomId));
    });

    it('refuse a second open meeting of one room', async () => {
      const { records, meeting } = await started();
      await expect(records.start(newMeeting(meeting.roomId))).rejects.toThrow();
    });
  });
}

describeRecords('in memory', () => ({
  records: new MemoryMeetingRecords(),
  newRoom: () => Promise.resolve(RoomId.parse(randomUUID())),
}));

let opened: TestDatabase;
beforeAll(async () => {
  opened = await openTestDatabase();
});
afterAll(() => opened.drop());

async function newRoomIn(database: DataSource): Promise<RoomId> {
  const roomId = RoomId.parse(randomUUID());
  const hostIdentityId = IdentityId.parse(randomUUID());
  await database
    .getRepository(RoomRow)
    .insert({ roomId, hostIdentityId, kind: 'instant', chosen: {}, createdAtMs: AT_MS, lastUsedAtMs: AT_MS });
  return roomId;
}

describeRecords('in PostgreSQL', () => ({
  records: new TypeOrmMeetingRecords(opened.database),
  newRoom: () => newRoomIn(opened.database),
}));
