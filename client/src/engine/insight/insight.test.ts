/** @jest-environment node */
import { expect, it } from '@jest/globals';
import { FakeSignal } from '../fakes/fake-signal.js';
import { personId } from '../fakes/samples.js';
import { Store } from '../store.js';
import { Insight } from './insight.js';

const LOCAL = {
  source: 'camera',
  jitterMs: 3,
  framesPerSecond: 30,
  widthPx: 640,
  heightPx: 360,
  limitedBy: undefined,
} as const;

function made() {
  const signal = new FakeSignal();
  signal.open();
  const isSoundBlocked = new Store(false);
  return { signal, isSoundBlocked, insight: new Insight({ signal, local: async () => [LOCAL], isSoundBlocked }) };
}

it('puts what the server measures beside what this browser does', async () => {
  const { signal, insight } = made();
  signal.answers['media.figures'] = () => ({ sent: [], received: [], receivableBps: 1_000 });
  expect(await insight.figures(personId(2))).toEqual({ sent: [], received: [], receivableBps: 1_000, local: [LOCAL] });
});

it('keeps a wish for sound until sound plays, and takes none while it does', () => {
  const { isSoundBlocked, insight } = made();
  insight.takeSoundWish({ speakerId: personId(2) });
  expect(insight.soundWish.get()).toBeUndefined();
  isSoundBlocked.set(true);
  insight.takeSoundWish({ speakerId: personId(2) });
  expect(insight.soundWish.get()).toEqual({ speakerId: personId(2) });
  isSoundBlocked.set(false);
  expect(insight.soundWish.get()).toBeUndefined();
});
