import { randomUUID } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { ConsumerId, ParticipantId, ProducerId, type ConsumerReport, type FlowState } from '#contracts';
import { qualityOf, Reception } from './reception.js';

const [self, owner] = [ParticipantId.parse(randomUUID()), ParticipantId.parse(randomUUID())];
const [voice, face] = [ConsumerId.parse(randomUUID()), ConsumerId.parse(randomUUID())];
const report = (consumerId: ConsumerId, state: FlowState, score = 10): ConsumerReport => ({ consumerId, state, score });

it.each([
  [10, 5],
  [9, 5],
  [7, 4],
  [5, 3],
  [3, 2],
  [1, 1],
  [0, 1],
])('a score of %i is shown as %i', (score, shown) => {
  expect(qualityOf(score)).toBe(shown);
});

it('the worse of somebody’s streams decides, and better and worse are told once each', () => {
  const reception = new Reception(self);
  const ownerOf = () => owner;
  expect(reception.note([report(voice, 'flowing', 10), report(face, 'flowing', 5)], ownerOf)).toEqual({
    flowing: [
      { consumerId: voice, state: 'flowing' },
      { consumerId: face, state: 'flowing' },
    ],
    people: [{ participantId: owner, score: 3 }],
  });
  expect(reception.note([report(face, 'flowing', 6)], ownerOf)).toEqual({ flowing: [], people: [] });
  expect(reception.note([report(face, 'flowing', 10)], ownerOf).people).toEqual([{ participantId: owner, score: 5 }]);
});

it('what is held back on purpose is no bad quality, what does not fit is the worst', () => {
  const reception = new Reception(self);
  expect(reception.note([report(face, 'hidden', 0)], () => owner).people).toEqual([]);
  expect(reception.note([report(face, 'bandwidth', 10)], () => owner).people).toEqual([
    { participantId: owner, score: 1 },
  ]);
});

it('passes over what it does not know, forgets what is over, and tells all of it to who comes back', () => {
  const reception = new Reception(self);
  expect(reception.note([report(voice, 'flowing', 0)], () => undefined)).toEqual({ flowing: [], people: [] });
  reception.note([report(voice, 'not-loudest'), report(face, 'flowing', 2)], () => owner);
  reception.forget([voice]);
  expect(reception.all()).toEqual({
    flowing: [{ consumerId: face, state: 'flowing' }],
    people: [{ participantId: owner, score: 1 }],
  });
});

it('of oneself it says how one’s own streams come in', () => {
  const reception = new Reception(self);
  const producerId = ProducerId.parse(randomUUID());
  expect(reception.noteSent([{ producerId, score: 4 }]).people).toEqual([{ participantId: self, score: 2 }]);
});
