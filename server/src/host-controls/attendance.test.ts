import { expect, it } from '@jest/globals';
import { IdentityId, MeetingId, ParticipantId, RoomId } from '#contracts';
import { attendanceOf, csvOf } from './attendance.js';
import type { SeatTime } from './attendance-records.js';

const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const MEETING = {
  meetingId: MeetingId.parse(id(1)),
  roomId: RoomId.parse(id(2)),
  startedAtMs: 0,
};

function seat(who: number, joinedAtMs: number, leftAtMs: number | undefined, spokenMs = 0): SeatTime {
  return {
    participantId: ParticipantId.parse(id(joinedAtMs + 100)),
    identityId: IdentityId.parse(id(who)),
    name: `P${who}`,
    role: 'participant',
    isGuest: true,
    joinedAtMs,
    leftAtMs,
    leaveReason: leftAtMs === undefined ? undefined : 'left',
    spokenMs,
  };
}

it('adds up who came and went, and counts two tabs once', () => {
  const seats = [seat(7, 0, 60_000, 10), seat(7, 30_000, 90_000, 5), seat(7, 120_000, 180_000), seat(8, 0, undefined)];
  const { attendees } = attendanceOf(MEETING, seats, 200_000);
  expect(attendees).toMatchObject([
    {
      name: 'P7',
      presentMs: 150_000,
      spokenMs: 15,
      intervals: [
        { fromMs: 0, toMs: 90_000 },
        { fromMs: 120_000, toMs: 180_000 },
      ],
    },
    { name: 'P8', presentMs: 200_000, intervals: [{ fromMs: 0 }] },
  ]);
});

it('is a table that no spreadsheet runs', () => {
  const seats = [{ ...seat(7, 0, 60_000), name: '=HYPERLINK("http://evil")' }];
  const csv = csvOf(attendanceOf(MEETING, seats, 60_000));
  expect(csv.split('\r\n')[1]).toBe(
    `"'=HYPERLINK(""http://evil"")","participant","yes","1970-01-01T00:00:00.000Z","1970-01-01T00:01:00.000Z","1.0","0.0"`,
  );
});
