import { beforeEach, expect, it } from '@jest/globals';
import { ManualClock } from '#kernel';
import { newId } from '../testing/ids.js';
import { SpeakingMeter, type Speakers } from './speaking.js';

const ANN = newId.participant();
const BOB = newId.participant();
let clock: ManualClock;
let told: Speakers[];
let meter: SpeakingMeter;

beforeEach(() => {
  clock = new ManualClock();
  told = [];
  meter = new SpeakingMeter(clock, (speakers) => told.push(speakers));
});

const names = () =>
  told.map((speakers) => speakers.map(({ participantId }) => (participantId === ANN ? 'ann' : 'bob')).join('+'));

it('does not flicker over the pauses between words', () => {
  for (let round = 0; round < 5; round += 1) {
    meter.hear([{ participantId: ANN, levelDbov: -30 }]);
    clock.advance(500);
  }
  expect(names()).toEqual(['ann']);
  clock.advance(10_000);
  expect(names()).toEqual(['ann', '']);
});

it('puts the loudest first and tells of a clear change of level only', () => {
  meter.hear([
    { participantId: ANN, levelDbov: -40 },
    { participantId: BOB, levelDbov: -20 },
  ]);
  meter.hear([{ participantId: BOB, levelDbov: -22 }]);
  meter.hear([{ participantId: BOB, levelDbov: -29 }]);
  expect(names()).toEqual(['bob+ann', 'bob+ann']);
});

it('drops who is muted at once, and nothing after the close', () => {
  meter.hear([
    { participantId: ANN, levelDbov: -40 },
    { participantId: BOB, levelDbov: -20 },
  ]);
  meter.hush(BOB);
  expect(names()).toEqual(['bob+ann', 'ann']);
  meter.close();
  clock.advance(10_000);
  expect(told).toHaveLength(2);
});
