import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { HostId, type ConsumerReport, type Tuning } from '#contracts';
import { silentLog, systemClock } from '#kernel';
import type { HostFact } from '../facts.js';
import { startTestWorker } from '../testing/bench-worker.js';
import { opus, simulcast } from '../testing/browser.js';
import { publishDirect, viewDirect, type FlowTools } from '../testing/direct-flow.js';
import { directPlacement } from '../testing/direct.js';
import { eventually } from '../testing/eventually.js';
import { newId } from '../testing/ids.js';
import { VP8_KEY_FRAME } from '../testing/rtp-packet.js';
import type { MediaWorker } from '../workers/media-worker.js';
import { roomHandlers } from './handlers.js';
import { Rooms } from './rooms.js';

/* What a viewer does not see or hear is not sent, with real packets through a real worker. */

const LOUDEST_COUNT = 2;
const SHOWN: Tuning = { isHeld: false, isAlwaysHeard: false, priority: 1 };
const VOICE = Buffer.from([1, 2, 3]);

let worker: MediaWorker;
let rooms: Rooms;
let tools: FlowTools;
let told: HostFact[];
let timers: ReturnType<typeof setInterval>[];

beforeAll(async () => {
  worker = await startTestWorker();
});
afterAll(() => worker.close());
beforeEach(() => {
  const direct = directPlacement(worker);
  rooms = new Rooms({ placement: direct, loudestCount: LOUDEST_COUNT, clock: systemClock, log: silentLog });
  const identity = { hostId: HostId.parse(newId.meeting()), bootId: newId.meeting(), workerCount: 1 };
  tools = { direct, ask: roomHandlers(rooms, identity) };
  told = [];
  timers = [];
  rooms.facts.listen((fact) => told.push(fact));
});
afterEach(() => {
  for (const timer of timers) clearInterval(timer);
  rooms.close();
});

const every = (ms: number, call: () => void) => void timers.push(setInterval(call, ms));

/** The last that was told of a stream. */
function reportOf(consumerId: string): ConsumerReport | undefined {
  return told
    .flatMap((fact) => (fact.name === 'streams.changed' ? fact.payload.sessions : []))
    .flatMap(({ consumers }) => consumers)
    .findLast((one) => one.consumerId === consumerId);
}

async function camera(layerCount = 3) {
  const rtpParameters = simulcast(layerCount);
  const sent = await publishDirect(tools, { source: 'camera', rtpParameters });
  every(20, () => {
    for (let layer = 0; layer < layerCount; layer += 1) sent.send(VP8_KEY_FRAME, { layer });
  });
  return { meetingId: sent.wish.meetingId, producerId: sent.stream.producerId };
}

it('forwards the layer a tile needs, tells which one comes, and changes it when told', async () => {
  const at = await camera();
  const low = { ...SHOWN, layers: { spatial: 0, temporal: 2 } };
  const viewer = await viewDirect(tools, { ...at, tuning: low });
  await viewer.resume();
  await eventually(() => (reportOf(viewer.consumerId)?.layers?.spatial === 0 ? undefined : 'the lowest layer'));
  expect(viewer.packets.length).toBeGreaterThan(0);

  await viewer.tune({ ...SHOWN, layers: { spatial: 2, temporal: 2 } });
  expect(viewer.consumer.preferredLayers).toMatchObject({ spatialLayer: 2 });
});

it('sends nothing of what is not seen, and sends again when it is', async () => {
  const at = await camera();
  const viewer = await viewDirect(tools, { ...at, tuning: { ...SHOWN, isHeld: true } });
  await viewer.resume();
  await eventually(() => (reportOf(viewer.consumerId)?.state === 'hidden' ? undefined : 'that it is hidden'));
  expect(viewer.consumer.paused).toBe(true);
  expect(viewer.packets).toHaveLength(0);

  await viewer.tune(SHOWN);
  await eventually(() => (viewer.packets.length > 0 ? undefined : 'a picture'));
  await eventually(() => (reportOf(viewer.consumerId)?.state === 'flowing' ? undefined : 'that it flows'));

  await viewer.tune({ ...SHOWN, isHeld: true });
  expect(viewer.consumer.paused).toBe(true);
});

it('waits for the viewer as well, whichever comes first', async () => {
  const viewer = await viewDirect(tools, { ...(await camera()), tuning: { ...SHOWN, isHeld: true } });
  await viewer.tune(SHOWN);
  expect(viewer.consumer.paused).toBe(true);
  await viewer.resume();
  expect(viewer.consumer.paused).toBe(false);
});

/** So many open microphones, one after the other, and somebody who listens to all. */
async function microphones(count: number, tuning: Tuning = SHOWN) {
  const first = await publishDirect(tools, { source: 'microphone', rtpParameters: opus() });
  const { meetingId } = first.wish;
  const all = [first];
  while (all.length < count)
    all.push(await publishDirect(tools, { source: 'microphone', rtpParameters: opus(), meetingId }));
  const views = [];
  for (const { stream } of all)
    views.push(await viewDirect(tools, { meetingId, producerId: stream.producerId, tuning }));
  await Promise.all(views.map((view) => view.resume()));
  return { all, views, meetingId };
}

it('forwards only the loudest few, a new voice at once, and nobody is cut off in the middle', async () => {
  // More than twice the few, so that not all of them can have opened a moment ago.
  const { all, views } = await microphones(LOUDEST_COUNT * 2 + 1);
  const paused = () => views.map(({ consumer }) => consumer.paused);
  await eventually(() => (paused().includes(true) ? undefined : 'somebody who is left out'));
  const at = paused().indexOf(true);
  await eventually(() => (reportOf(views[at]!.consumerId)?.state === 'not-loudest' ? undefined : 'why'));

  every(20, () => all[at]!.send(VOICE, { levelDbov: -20 }));
  await eventually(() => (views[at]!.packets.length > 0 ? undefined : 'the new voice'));
  expect(paused().filter((isPaused) => !isPaused).length).toBeLessThanOrEqual(LOUDEST_COUNT * 2);
});

it('never leaves out who is pinned', async () => {
  const { views } = await microphones(LOUDEST_COUNT * 2 + 1, { ...SHOWN, isAlwaysHeard: true });
  expect(views.map(({ consumer }) => consumer.paused)).not.toContain(true);
});

it('knows who hears a speaker, and who does not and why', async () => {
  const { all, views, meetingId } = await microphones(2);
  const [speaker] = all;
  const { producerId } = speaker!.stream;
  const late = await viewDirect(tools, { meetingId, producerId });
  every(20, () => speaker!.send(VOICE, { levelDbov: -30 }));
  const audience = () => tools.ask['producer.audience']({ meetingId, producerId });
  // The stream's score follows its first packets after a moment, and until then the source counts as silent.
  await eventually(async () => {
    const { listeners } = await audience();
    return listeners.some(({ isSent, state }) => isSent && state === 'flowing') ? undefined : 'a listener';
  });
  const { isArriving, listeners } = await audience();
  expect(isArriving).toBe(true);
  expect(listeners).toEqual(
    expect.arrayContaining([
      { participantId: views[0]!.wish.participantId, state: 'flowing', isConnected: true, isSent: true },
      { participantId: late.wish.participantId, state: 'waiting', isConnected: true, isSent: false },
    ]),
  );
  expect(listeners).toHaveLength(2);
});
