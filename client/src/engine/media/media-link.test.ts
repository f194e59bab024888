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
/** Sources that have something to show or play. */
let shown: string[];

beforeEach(() => {
  shown = [];
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
  const show = (_: unknown, source: string): void => void shown.push(source);
  const receivers = new Receivers({ show, ready: async () => undefined, onStuck: nothing, onFault: nothing });
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

it('lets flow what was set up before: no new transports, and no sound before one is in', async () => {
  link = makeLink();
  const offers = [offer(1, 2, 'camera'), offer(2, 2, 'microphone')];
  link.prepare(session(1, offers), []);
  await turns();
  expect(shown).toEqual(['camera']);
  expect(link.hasTransports).toBe(false);
  expect(link.attach(session(1, offers), [], [])).toBe('standing');
  expect(shown).toEqual(['camera', 'microphone']);
  expect(link.hasTransports).toBe(true);
  expect(rtc.transports).toHaveLength(1);
  expect(publishedCount()).toBe(0);
  for (const receiver of rtc.now('recv').receivers) receiver.isShowing = true;
  await advance(200);
  expect(publishedCount()).toBe(1);
  link.attach(session(1, offers), [], []);
  expect(shown).toHaveLength(2);
});

it('mends what was set up before and lost its path meanwhile, once there is a seat to ask for it', async () => {
  link = makeLink();
  link.prepare(session(1, [offer(1, 2, 'camera')]), []);
  await turns();
  rtc.now('recv').state.set('failed');
  await advance(5_000);
  expect(signal.inputsOf('media.restartIce')).toHaveLength(0);
  link.attach(session(1, [offer(1, 2, 'camera')]), [], []);
  await turns();
  expect(signal.inputsOf('media.restartIce')).toHaveLength(1);
});

it('takes the streams of the answer for what is: some ended, and some came since', async () => {
  link = makeLink();
  link.prepare(session(1, [offer(1, 2, 'camera'), offer(2, 3, 'camera')]), []);
  await turns();
  link.attach(session(1, [offer(2, 3, 'camera'), offer(3, 4, 'camera')]), [], []);
  await turns();
  const open = rtc.now('recv').receivers.filter(({ isClosed }) => !isClosed);
  expect(open.map((receiver) => receiver.offer.participantId)).toEqual(
    [offer(2, 3), offer(3, 4)].map(({ participantId }) => participantId),
  );
});

it('begins anew when the server gave up what was prepared, and passes over what comes after the press', async () => {
  link = makeLink();
  link.prepare(session(1, [offer(1, 2, 'camera')]), []);
  await turns();
  const early = rtc.now('recv');
  expect(link.attach(session(2, [offer(1, 2, 'camera')]), [], [])).toBe('negotiating');
  expect(early.state.get()).toBe('closed');
  const own = rtc.now('recv');
  link.prepare(session(3), []);
  expect(rtc.now('recv')).toBe(own);
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
