import { describe, expect, it } from '@jest/globals';
import { IdentityId, MeetingId, ParticipantId, RoomId } from '#contracts';
import { firstSeqOf, Meeting } from './meeting.js';

const HOST = IdentityId.parse('00000000-0000-4000-8000-000000000001');
const GUEST = IdentityId.parse('00000000-0000-4000-8000-000000000002');
const ROOM = RoomId.parse('00000000-0000-4000-8000-0000000000aa');

function participant(n: number): ParticipantId {
  return ParticipantId.parse(`00000000-0000-4000-8000-1000000000${String(n).padStart(2, '0')}`);
}

function newMeeting(capacityCount = 3, seq = 0): Meeting {
  const meetingId = MeetingId.parse('00000000-0000-4000-8000-0000000000bb');
  return new Meeting({ meetingId, roomId: ROOM, hostIdentityId: HOST, capacityCount, startedAtMs: 5, seq });
}

function arrive(meeting: Meeting, n: number, { identityId = GUEST, joinKey = `key-${n}` } = {}): ParticipantId {
  return meeting.arrive({ participantId: participant(n), identityId, name: `P${n}`, joinKey, atMs: n });
}

function seat(meeting: Meeting, n: number, options = {}): ParticipantId {
  const id = arrive(meeting, n, options);
  meeting.admit(id);
  return id;
}

describe('a seat', () => {
  it('is held while somebody is on the way in, and shown once they are admitted', () => {
    const meeting = newMeeting();
    const id = arrive(meeting, 1, { identityId: HOST });
    expect(meeting.view(0)).toMatchObject({ seq: 0, participants: [] });

    expect(meeting.admit(id)).toEqual([
      {
        kind: 'participant.joined',
        seq: 1,
        participant: {
          participantId: id,
          name: 'P1',
          role: 'host',
          isGuest: true,
          isConnected: true,
          joinedAtMs: 1,
          sources: [],
          permissions: {},
        },
      },
    ]);
    expect(meeting.admit(id)).toEqual([]);
  });

  it('is refused when all are taken, those of absent and of arriving people too', () => {
    const meeting = newMeeting(2);
    meeting.lose(seat(meeting, 1));
    arrive(meeting, 2);
    expect(() => arrive(meeting, 3)).toThrow(expect.objectContaining({ code: 'room-full' }));
    meeting.leave(participant(2), 'left');
    expect(arrive(meeting, 3)).toBe(participant(3));
  });

  it('is one per press of the button, and one per tab', () => {
    const meeting = newMeeting();
    const first = seat(meeting, 1, { joinKey: 'same' });
    expect(arrive(meeting, 2, { joinKey: 'same' })).toBe(first);
    expect(arrive(meeting, 3, { joinKey: 'another tab' })).toBe(participant(3));
  });

  it('is not given to another identity that knows its key', () => {
    const meeting = newMeeting();
    const first = seat(meeting, 1, { joinKey: 'same', identityId: HOST });
    expect(arrive(meeting, 2, { joinKey: 'same', identityId: GUEST })).not.toBe(first);
  });

  it('is kept through an absence, and final once it was given up', () => {
    const meeting = newMeeting();
    const id = seat(meeting, 1);
    expect(meeting.lose(id)).toMatchObject([{ kind: 'participant.changed', participant: { isConnected: false } }]);
    expect(meeting.lose(id)).toEqual([]);
    expect(meeting.admit(id)).toMatchObject([{ kind: 'participant.changed', participant: { isConnected: true } }]);
    expect(meeting.leave(id, 'lost')).toMatchObject([{ kind: 'participant.left', participantId: id, reason: 'lost' }]);
    expect(meeting.leave(id, 'lost')).toEqual([]);
    expect(() => meeting.admit(id)).toThrow(expect.objectContaining({ code: 'seat-lost' }));
  });

  it('of somebody who never arrived ends unnoticed', () => {
    const meeting = newMeeting();
    expect(meeting.leave(arrive(meeting, 1), 'lost')).toEqual([]);
    expect(meeting.isOccupied).toBe(false);
  });

  it('of a run before is absent, and its return continues the numbers above the old ones', () => {
    const meeting = newMeeting(3, firstSeqOf(1));
    meeting.restore({
      participantId: participant(1),
      identityId: HOST,
      name: 'P1',
      role: 'host',
      isGuest: true,
      joinedAtMs: 1,
    });
    expect(meeting.view(0).participants).toMatchObject([{ isConnected: false, role: 'host' }]);
    expect(meeting.admit(participant(1))).toMatchObject([{ seq: firstSeqOf(1) + 1 }]);
  });
});

describe('ending for everyone', () => {
  it('is for hosts only', () => {
    const meeting = newMeeting();
    const [host, guest] = [seat(meeting, 1, { identityId: HOST }), seat(meeting, 2)];
    expect(() => meeting.requireHost(guest)).toThrow(expect.objectContaining({ code: 'forbidden' }));
    expect(() => meeting.requireHost(host)).not.toThrow();
  });

  it('ends every seat, and can be repeated', () => {
    const meeting = newMeeting();
    seat(meeting, 1);
    expect(meeting.end('by-host')).toEqual([{ kind: 'meeting.ended', seq: 2, reason: 'by-host' }]);
    expect(meeting.end('by-host')).toEqual([]);
    expect(meeting.view(0).participants).toEqual([]);
    expect(() => arrive(meeting, 2)).toThrow(expect.objectContaining({ code: 'meeting-ended' }));
  });
});
