/** @jest-environment node */
import { beforeEach, expect, it } from '@jest/globals';
import type { ConsumerOffer } from '#contracts';
import { ManualClock } from '#kernel';
import { CAPABILITIES, FakeRtc } from '../fakes/fake-rtc.js';
import { FakeSignal } from '../fakes/fake-signal.js';
import { fakeTrack } from '../fakes/fake-track.js';
import { offer, session } from '../fakes/samples.js';
import { turns } from '../fakes/turns.js';
import { MediaLink } from './media-link.js';
import { Publisher } from './publisher.js';
import { Receivers } from './receivers.js';

let clock: ManualClock;
let rtc: FakeRtc;
let signal: FakeSignal;
let isOn: boolean;
let link: MediaLink;

beforeEach(() => {
  clock = new ManualClock();
  rtc = new FakeRtc();
  signal = new FakeSignal();
  signal.open();
  isOn = true;
});

function makeLink(): MediaLink {
  const nothing = (): void => undefined;
  const parts = { source: 'camera', signal, onRefused: nothing, onSilenced: nothing, onStuck: nothing } as const;
  const publisher = new Publisher({ ...parts, onFault: nothing });
  publisher.want({ kind: 'sending', track: fakeTrack('video') });
  const receivers = new Receivers({ show: nothing, ready: async () => undefined, onStuck: nothing, onFault: nothing });
  return new MediaLink({
    rtc,
    signal,
    clock,
    capabilities: () => CAPABILITIES,
    receivers,
    publishers: [{ source: 'camera', publisher }],
    isOn: () => isOn,
    onSeatLost: nothing,
  });
}

async function attached(consumers: readonly ConsumerOffer[], hasPicture: boolean): Promise<void> {
  link = makeLink();
  link.attach(session(1, consumers), [], []);
  for (const receiver of rtc.now('recv').receivers) receiver.isShowing = hasPicture;
  await turns();
}

async function advance(byMs: number): Promise<void> {
  for (let passedMs = 0; passedMs < byMs; passedMs += 20) {
    clock.advance(20);
    await turns();
  }
}

const publishedCount = (): number => signal.inputsOf('media.publish').length;

it('sees before it is seen: publishes when the first picture of somebody else is there', async () => {
  await attached([offer(1, 2, 'camera')], false);
  await advance(200);
  expect(publishedCount()).toBe(0);
  for (const receiver of rtc.now('recv').receivers) receiver.isShowing = true;
  await advance(200);
  expect(publishedCount()).toBe(1);
});

it('is seen in any case, when no picture comes in time', async () => {
  await attached([offer(1, 2, 'camera')], false);
  await advance(1_000);
  expect(publishedCount()).toBe(1);
});

it.each([
  ['nobody is there', []],
  ['only sound is to come', [offer(1, 2, 'microphone')]],
])('publishes at once when %s', async (_, consumers) => {
  await attached(consumers, false);
  expect(publishedCount()).toBe(1);
});

it('publishes at once when the only camera is off', async () => {
  isOn = false;
  await attached([offer(1, 2, 'camera')], false);
  expect(publishedCount()).toBe(1);
});

it('publishes at once over transports that replace others, since people wait for it', async () => {
  const made = makeLink();
  made.attach(session(1), [], []);
  await turns();
  made.take({ name: 'media.replaced', payload: { media: session(2, [offer(1, 2, 'camera')]) } });
  await turns();
  expect(publishedCount()).toBe(2);
});

it('sends the layers that are watched, and everything again once the line was lost', async () => {
  const made = makeLink();
  made.attach(session(1), [], []);
  await turns();
  const sent = () => rtc.now('send').sending('camera')?.layersCount;
  const say = (isWanted: boolean, maxSpatialLayer: number): void =>
    made.take({ name: 'media.wanted', payload: { sources: [{ source: 'camera', isWanted, maxSpatialLayer }] } });
  say(true, 1);
  expect(sent()).toBe(2);
  say(false, 0);
  expect(sent()).toBe(0);
  made.detach();
  made.attach(session(1), [], [{ source: 'camera', isPaused: false }]);
  expect(sent()).toBe(Number.POSITIVE_INFINITY);
});

it('keeps what is watched for a source that is published only then', async () => {
  await attached([offer(1, 2, 'camera')], false);
  link.take({
    name: 'media.wanted',
    payload: { sources: [{ source: 'camera', isWanted: false, maxSpatialLayer: 0 }] },
  });
  await advance(1_000);
  expect(rtc.now('send').sending('camera')?.layersCount).toBe(0);
});
