/** @jest-environment node */
import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { person, personId, snapshot } from '../fakes/samples.js';
import { Roster, type RosterFact } from './roster.js';

function joined(seq: number, count: number): RosterFact {
  return { name: 'participant.joined', payload: { seq, participant: person(count) } };
}

const FACTS: readonly RosterFact[] = [
  joined(6, 2),
  joined(7, 3),
  { name: 'participant.changed', payload: { seq: 8, participant: person(2, { name: 'Other name' }) } },
  { name: 'participant.left', payload: { seq: 9, participantId: personId(3), reason: 'left' } },
  joined(10, 4),
];

function roster(): Roster {
  const made = new Roster();
  made.replace(snapshot(5, [person(1)]), 'attach');
  return made;
}

it('ends the same in whatever order its facts come, and however often', () => {
  const expected = roster();
  for (const fact of FACTS) expected.apply(fact);
  expect([...expected.participants.values()].map(({ name }) => name)).toEqual(['Person 1', 'Other name', 'Person 4']);

  fc.assert(
    fc.property(fc.shuffledSubarray([...FACTS, ...FACTS], { minLength: FACTS.length * 2 }), (order) => {
      const tried = roster();
      for (const fact of order) tried.apply(fact);
      expect(tried.participants).toEqual(expected.participants);
      expect(tried.hasGap).toBe(false);
    }),
  );
});

it('waits at a gap, shows nothing from behind it, and goes on from a snapshot', () => {
  const tried = roster();
  tried.apply(joined(7, 3));
  expect(tried.hasGap).toBe(true);
  expect(tried.participants.has(personId(3))).toBe(false);

  tried.replace(snapshot(6, [person(1), person(2)]), 'sync');
  expect([...tried.participants.keys()]).toEqual([personId(1), personId(2), personId(3)]);
  expect(tried.hasGap).toBe(false);
});

it('ignores a snapshot that its own facts have overtaken, but takes one of a new connection whatever its number', () => {
  const tried = roster();
  tried.apply(joined(6, 2));
  tried.replace(snapshot(5, [person(1)]), 'sync');
  expect(tried.participants.has(personId(2))).toBe(true);

  tried.replace(snapshot(1, [person(9)]), 'attach');
  expect([...tried.participants.keys()]).toEqual([personId(9)]);
});

it('leaves an earlier list as it was', () => {
  const tried = roster();
  const before = tried.participants;
  tried.apply(joined(6, 2));
  expect(before.size).toBe(1);
});
