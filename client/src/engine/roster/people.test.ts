/** @jest-environment node */
import { expect, it } from '@jest/globals';
import type { Participant, ParticipantId } from '#contracts';
import { person, personId } from '../fakes/samples.js';
import { peopleOf } from './people.js';

function listed(...participants: readonly Participant[]): ReadonlyMap<Participant['participantId'], Participant> {
  return new Map(participants.map((participant) => [participant.participantId, participant]));
}

const NONE: ReadonlyMap<ParticipantId, number> = new Map();

it('puts oneself first and the others in order of joining', () => {
  const people = peopleOf(listed(person(3), person(1), person(2)), { selfId: personId(2), qualities: NONE }, []);
  expect(people.map(({ name }) => name)).toEqual(['Person 2', 'Person 1', 'Person 3']);
  expect(people.map(({ isSelf }) => isSelf)).toEqual([true, false, false]);
});

it('keeps who did not change as the same object, and the list when nobody did', () => {
  const before = peopleOf(listed(person(1), person(2)), { selfId: personId(1), qualities: NONE }, []);
  expect(peopleOf(listed(person(1), person(2)), { selfId: personId(1), qualities: NONE }, before)).toBe(before);

  const sources = [{ source: 'microphone' as const, isPaused: false }];
  const after = peopleOf(listed(person(1), person(2, { sources })), { selfId: personId(1), qualities: NONE }, before);
  expect(after[0]).toBe(before[0]);
  expect(after[1]).toMatchObject({ isAudioOn: true, isVideoOn: false });
});

it('shows a paused source as off', () => {
  const sources = [
    { source: 'microphone' as const, isPaused: true },
    { source: 'camera' as const, isPaused: false },
  ];
  expect(peopleOf(listed(person(1, { sources })), { selfId: undefined, qualities: NONE }, [])[0]).toMatchObject({
    isAudioOn: false,
    isVideoOn: true,
  });
});

it('marks guests where somebody has an account, and look-alikes everywhere', () => {
  const marks = (...participants: readonly Participant[]) =>
    peopleOf(listed(...participants), { selfId: personId(1), qualities: NONE }, []).map(({ guestMark }) => guestMark);
  expect(marks(person(1), person(2))).toEqual([undefined, undefined]);
  expect(marks(person(1), person(2), person(3, { isGuest: false }))).toEqual(['guest', 'guest', undefined]);
  expect(marks(person(1), person(2, { isLookAlike: true }))).toEqual([undefined, 'look-alike']);
});
