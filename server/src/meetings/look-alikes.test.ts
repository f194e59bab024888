import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { IdentityId, MeetingId, ParticipantId, RoomId, WaitingId, type Participant, type Role } from '#contracts';
import type { MeetingFact } from './meeting-fact.js';
import { DEFAULT_RULES } from './meeting-rules.js';
import { Meeting } from './meeting.js';

const MEMBER = 'Ada Lovelace';
let meeting: Meeting;

beforeEach(() => {
  meeting = newMeeting();
});

function newMeeting(isLobbyOn = false): Meeting {
  return new Meeting({
    meetingId: MeetingId.parse(randomUUID()),
    roomId: RoomId.parse(randomUUID()),
    hostIdentityId: IdentityId.parse(randomUUID()),
    capacityCount: 100,
    startedAtMs: 0,
    seq: 0,
    rules: { ...DEFAULT_RULES, access: { isLocked: false, isLobbyOn } },
    memberNames: [MEMBER],
  });
}

function come(
  name: string,
  isGuest: boolean,
  role: Role = 'participant',
): { readonly id: ParticipantId; readonly facts: readonly MeetingFact[] } {
  const id = ParticipantId.parse(randomUUID());
  const standing = { role, isGuest };
  const identityId = IdentityId.parse(randomUUID());
  meeting.arrive({ participantId: id, identityId, name, joinKey: randomUUID(), atMs: 1, standing });
  return { id, facts: meeting.admit(id) };
}

const shown = (id: ParticipantId): Participant | undefined =>
  meeting.view(0).participants.find(({ participantId }) => participantId === id);
const isMarked = (id: ParticipantId) => shown(id)?.isLookAlike === true;

function rename(id: ParticipantId, name: string): readonly MeetingFact[] {
  return meeting.command(id, { name: 'participant.rename', input: { name }, atMs: 2, newId: randomUUID });
}

describe('a guest is marked', () => {
  it.each([MEMBER, 'ADA LOVELACE', 'Аdа Lоvеlасе', 'Ada\u2003Lovelace', 'Ada-Lovelace', 'Ada Iovelace'])(
    'who comes as "%s", a name of somebody who belongs to the room, there or not',
    (name) => expect(isMarked(come(name, true).id)).toBe(true),
  );

  it('whose name belongs to somebody with an account who is there', () => {
    come('Grace Hopper', false);
    expect(isMarked(come('Grасе Норреr', true).id)).toBe(true);
  });

  it('when somebody with an account comes later, and everybody is told', () => {
    const { id } = come('Grace', true);
    expect(isMarked(id)).toBe(false);
    const { facts } = come('GRACE', false);
    const told = facts.flatMap((fact) => (fact.kind === 'participant.changed' ? [fact.participant] : []));
    expect(told).toMatchObject([{ participantId: id, isLookAlike: true }]);
    expect(isMarked(id)).toBe(true);
  });

  it('who takes such a name later, and not any more with another one', () => {
    const { id } = come('Eve', true);
    rename(id, 'Adа Lovelace');
    expect(isMarked(id)).toBe(true);
    rename(id, 'Eve');
    expect(isMarked(id)).toBe(false);
  });

  it('when somebody with an account takes their name', () => {
    const { id } = come('Eve', true);
    const member = come('Mallory', false);
    rename(member.id, 'Eve');
    expect(isMarked(id)).toBe(true);
  });

  it('after its server has died, too', () => {
    const participantId = ParticipantId.parse(randomUUID());
    const identityId = IdentityId.parse(randomUUID());
    meeting.restore({ participantId, identityId, name: MEMBER, role: 'participant', isGuest: true, joinedAtMs: 0 });
    expect(isMarked(participantId)).toBe(true);
  });

  it('to the hosts already while waiting to be let in', () => {
    const knock = (name: string, isGuest: boolean) => ({
      waitingId: WaitingId.parse(randomUUID()),
      identityId: IdentityId.parse(randomUUID()),
      name,
      isGuest,
      joinKey: randomUUID(),
      atMs: 3,
      standing: { role: 'participant' as const, isGuest },
    });
    meeting = newMeeting(true);
    for (const [name, isGuest] of [
      ['Аda Lovelace', true],
      ['Eve', true],
      [MEMBER, false],
    ] as const) {
      meeting.knock(knock(name, isGuest));
    }
    const marks = () => meeting.hostView().waiting.map(({ isLookAlike }) => isLookAlike);
    expect(marks()).toEqual([true, undefined, undefined]);
    const { facts } = come('EVE', false, 'host');
    expect(facts.filter(({ kind }) => kind === 'lobby.changed')).toHaveLength(1);
    expect(marks()).toEqual([true, true, undefined]);
  });
});

describe('nobody is marked', () => {
  it('who has an account, whatever others are called', () => {
    come('Ada', false);
    expect(isMarked(come('Ada', false).id)).toBe(false);
    expect(isMarked(come(MEMBER, false).id)).toBe(false);
  });

  it('among guests alone', () => {
    expect([come('Eve', true), come('Eve', true)].map(({ id }) => isMarked(id))).toEqual([false, false]);
  });
});
