import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { types as mediasoup } from 'mediasoup';
import { HostId, type ConsumerId, type RtpParameters } from '#contracts';
import { silentLog, systemClock } from '#kernel';
import type { HostFact } from '../facts.js';
import { startTestWorker } from '../testing/bench-worker.js';
import { opus, publishWish, sessionWish, vp8 } from '../testing/browser.js';
import { directPlacement, type DirectPlacement } from '../testing/direct.js';
import { eventually } from '../testing/eventually.js';
import { newId } from '../testing/ids.js';
import { rtpPacket, VP8_DELTA_FRAME, VP8_KEY_FRAME } from '../testing/rtp-packet.js';
import type { MediaWorker } from '../workers/media-worker.js';
import { roomHandlers } from './handlers.js';
import { Rooms } from './rooms.js';

/* Real packets through a real worker, over transports that need no browser. */

let worker: MediaWorker;
let direct: DirectPlacement;
let rooms: Rooms;
let ask: ReturnType<typeof roomHandlers>;
let told: HostFact[];
let timers: (() => void)[];

beforeAll(async () => {
  worker = await startTestWorker();
});
afterAll(() => worker.close());
beforeEach(() => {
  direct = directPlacement(worker);
  rooms = new Rooms({ placement: direct, loudestCount: 8, clock: systemClock, log: silentLog });
  ask = roomHandlers(rooms, { hostId: HostId.parse(newId.meeting()), bootId: newId.meeting(), workerCount: 1 });
  told = [];
  timers = [];
  rooms.facts.listen((fact) => told.push(fact));
});
afterEach(() => {
  for (const stop of timers) stop();
  rooms.close();
});

interface Sender {
  readonly producer: mediasoup.Producer;
  send(payload: Buffer): void;
}

/** Publishes and gives what sends packets of it. `levelDbov` goes along with sound. */
async function publish(source: 'microphone' | 'camera', rtpParameters: RtpParameters, levelDbov?: number) {
  const wish = sessionWish();
  await ask['session.open'](wish);
  const transport = direct.transports.at(-2)!;
  const made = new Promise<mediasoup.Producer>((resolve) => transport.observer.once('newproducer', resolve));
  const stream = publishWish(wish, { source, rtpParameters });
  await ask['producer.open'](stream);
  const producer = await made;
  let sequence = 1;
  const send = (payload: Buffer) => {
    sequence += 1;
    const { ssrc = 0 } = rtpParameters.encodings[0]!;
    const { payloadType, clockRate } = rtpParameters.codecs[0]!;
    const timestamp = (sequence * clockRate) / 50;
    producer.send(
      rtpPacket({ ssrc, payloadType, sequence, timestamp, payload, ...(levelDbov === undefined ? {} : { levelDbov }) }),
    );
  };
  return { wish, stream, transport, sender: { producer, send } satisfies Sender };
}

function every(ms: number, call: () => void): void {
  const timer = setInterval(call, ms);
  timers.push(() => clearInterval(timer));
}

async function view(
  meetingId: Awaited<ReturnType<typeof publish>>['wish']['meetingId'],
  producerId: ReturnType<typeof newId.producer>,
) {
  const wish = sessionWish({ meetingId });
  await ask['session.open'](wish);
  const transport = direct.transports.at(-1)!;
  const made = new Promise<mediasoup.Consumer>((resolve) => transport.observer.once('newconsumer', resolve));
  const consumerId: ConsumerId = newId.consumer();
  await ask['consumer.open']({ ...wish, consumers: [{ consumerId, producerId }] });
  const packets: Buffer[] = [];
  (await made).on('rtp', (packet) => packets.push(packet));
  return { packets, resume: () => ask['consumer.resume']({ ...wish, consumerIds: [consumerId] }) };
}

it('forwards after the resume, and nothing while the source is held', async () => {
  const { wish, stream, sender } = await publish('microphone', opus());
  const viewer = await view(wish.meetingId, stream.producerId);
  const voice = Buffer.from([1, 2, 3, 4]);

  for (let i = 0; i < 5; i += 1) sender.send(voice);
  await sender.producer.dump();
  expect(viewer.packets).toHaveLength(0);

  await viewer.resume();
  sender.send(voice);
  await eventually(() => (viewer.packets.length === 1 ? undefined : 'the first packet'));

  await ask['producer.setPaused']({ ...stream, isPaused: true });
  for (let i = 0; i < 20; i += 1) sender.send(voice);
  // Its answer comes after the packets were handled, since all of it goes through one pipe in order.
  await sender.producer.dump();
  expect(viewer.packets).toHaveLength(1);

  await ask['producer.setPaused']({ ...stream, isPaused: false });
  sender.send(voice);
  await eventually(() => (viewer.packets.length === 2 ? undefined : 'a packet after the hold'));
});

it('says who speaks, and says once that nobody does', async () => {
  const { wish, stream, sender } = await publish('microphone', opus(), -30);
  every(20, () => sender.send(Buffer.from([1, 2, 3, 4])));
  await eventually(() => (told.length > 0 ? undefined : 'the speaker'));
  expect(told[0]).toMatchObject({
    name: 'room.speaking',
    payload: { meetingId: wish.meetingId, speakers: [{ participantId: wish.participantId, levelDbov: -30 }] },
  });

  await ask['producer.setPaused']({ ...stream, isPaused: true });
  expect(told.at(-1)).toMatchObject({ name: 'room.speaking', payload: { speakers: [] } });
  expect(told.filter(({ payload }) => 'speakers' in payload && payload.speakers.length === 0)).toHaveLength(1);
});

it('does not hear what is too quiet to be speech', async () => {
  const quiet = await publish('microphone', opus(), -70);
  every(20, () => quiet.sender.send(Buffer.from([1, 2, 3, 4])));
  const loud = await publish('microphone', opus(), -40);
  every(20, () => loud.sender.send(Buffer.from([1, 2, 3, 4])));
  await eventually(() => (told.length > 0 ? undefined : 'the loud one'));
  expect(told.every(({ payload }) => 'meetingId' in payload && payload.meetingId === loud.wish.meetingId)).toBe(true);
});

/** A browser ignores a request that comes within so long of the one before (libwebrtc). */
const BROWSER_IGNORES_WITHIN_MS = 300;
const FRAME_MS = 33;

/** A camera that answers requests for key frames as a browser does, and counts them. */
async function answering() {
  const { wish, stream, transport, sender } = await publish('camera', vp8());
  const counts = { requested: 0, frames: 0 };
  let answeredAtMs = -Infinity;
  transport.on('rtcp', (packet) => {
    if (!isPictureLoss(packet)) return;
    const nowMs = performance.now();
    counts.requested += 1;
    if (nowMs - answeredAtMs < BROWSER_IGNORES_WITHIN_MS) return;
    answeredAtMs = nowMs;
    sender.send(VP8_KEY_FRAME);
  });
  every(FRAME_MS, () => {
    counts.frames += 1;
    sender.send(VP8_DELTA_FRAME);
  });
  const first = await view(wish.meetingId, stream.producerId);
  await first.resume();
  await eventually(() => (first.packets.length > 0 ? undefined : 'the first viewer’s picture'));
  return { counts, come: () => view(wish.meetingId, stream.producerId) };
}

it('gets a viewer who joins shortly after another a key frame soon', async () => {
  const { counts, come } = await answering();
  const later = await come();
  const framesBefore = counts.frames;
  await later.resume();
  await eventually(() => (later.packets.length > 0 ? undefined : 'the later viewer’s picture'));
  // In frames of the publisher, not in seconds, so that a busy machine changes nothing. A request that the browser
  // ignores costs 15 of them, with a worker that is not patched 40.
  expect(counts.frames - framesBefore).toBeLessThan(14);
});

it('asks a publisher for no more than a key frame a second while a crowd comes in', async () => {
  const { counts, come } = await answering();
  const crowd: Awaited<ReturnType<typeof view>>[] = [];
  const [framesBefore, requestedBefore] = [counts.frames, counts.requested];
  for (let count = 0; count < 60; count += 1) {
    const viewer = await come();
    crowd.push(viewer);
    const framesThen = counts.frames;
    await viewer.resume();
    await eventually(() => (counts.frames > framesThen ? undefined : 'the next frame'));
  }
  await eventually(() => (crowd.every(({ packets }) => packets.length > 0) ? undefined : 'the pictures of all'));
  const lastedMs = (counts.frames - framesBefore) * FRAME_MS;
  expect(counts.requested - requestedBefore).toBeLessThanOrEqual(1 + Math.ceil(lastedMs / 1_000));
});

/** Payload-specific feedback, format 1. Source: RFC 4585 section 6.3.1. */
function isPictureLoss(packet: Buffer): boolean {
  for (let at = 0; at + 4 <= packet.length; at += (packet.readUInt16BE(at + 2) + 1) * 4) {
    if (packet[at + 1] === 206 && (packet[at]! & 0x1f) === 1) return true;
  }
  return false;
}
