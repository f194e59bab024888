import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { HostId } from '#contracts';
import { silentLog, systemClock } from '#kernel';
import { startTestWorker } from '../testing/bench-worker.js';
import { simulcast } from '../testing/browser.js';
import { publishDirect, viewDirect, type FlowTools } from '../testing/direct-flow.js';
import { directPlacement } from '../testing/direct.js';
import { eventually } from '../testing/eventually.js';
import { newId } from '../testing/ids.js';
import { VP8_KEY_FRAME } from '../testing/rtp-packet.js';
import type { MediaWorker } from '../workers/media-worker.js';
import { mediaCodecs, routerCapabilities } from './codecs.js';
import { roomHandlers } from './handlers.js';
import { Rooms } from './rooms.js';

let worker: MediaWorker;
let rooms: Rooms;
let tools: FlowTools;
let timer: ReturnType<typeof setInterval> | undefined;

beforeAll(async () => {
  worker = await startTestWorker();
});
afterAll(() => worker.close());
beforeEach(() => {
  const direct = directPlacement(worker);
  rooms = new Rooms({ placement: direct, loudestCount: 8, clock: systemClock, log: silentLog });
  const identity = { hostId: HostId.parse(newId.meeting()), bootId: newId.meeting(), workerCount: 1 };
  tools = { direct, ask: roomHandlers(rooms, identity) };
});
afterEach(() => {
  clearInterval(timer);
  rooms.close();
});

it('measures a stream where it comes in and where it goes out, and leaves out what is not there', async () => {
  const { wish, stream, send } = await publishDirect(tools, { source: 'camera', rtpParameters: simulcast(3) });
  const { meetingId } = wish;
  const { producerId } = stream;
  const viewer = await viewDirect(tools, { meetingId, producerId });
  await viewer.resume();
  // The top layer is switched off.
  timer = setInterval(() => [0, 1].forEach((layer) => send(VP8_KEY_FRAME, { layer })), 20);
  const measure = async () => {
    const [up, down] = await Promise.all([
      tools.ask['streams.measure']({ ...wish, producerIds: [producerId, newId.producer()], consumerIds: [] }),
      tools.ask['streams.measure']({ ...viewer.wish, producerIds: [], consumerIds: [viewer.consumerId] }),
    ]);
    return { producers: up.producers, consumers: down.consumers };
  };
  await eventually(async () => {
    const { producers, consumers } = await measure();
    return producers.every(({ bitrateBps }) => bitrateBps > 0) && consumers.every(({ bitrateBps }) => bitrateBps > 0)
      ? undefined
      : 'the bitrates of both ways';
  });
  const { producers, consumers } = await measure();
  expect(producers).toMatchObject([{ producerId, codec: 'video/VP8', arriving: [true, true, false], lossRatio: 0 }]);
  expect(consumers).toMatchObject([{ consumerId: viewer.consumerId, state: 'flowing', lossRatio: 0 }]);
});

it('forwards in the order of codecs that the operator wants, and layers that one stream holds', async () => {
  const codecs = mediaCodecs(['vp9', 'h264']);
  const names = routerCapabilities(codecs).codecs?.map(({ mimeType }) => mimeType);
  expect(names?.filter((name) => name !== 'video/rtx')).toEqual(['audio/opus', 'video/VP9', 'video/H264']);
  const router = await worker.createRouter([...codecs]);
  const transport = await router.createDirectTransport();
  const vp9 = { mimeType: 'video/VP9', payloadType: 98, clockRate: 90_000, parameters: { 'profile-id': 0 } };
  const producer = await transport.produce({
    kind: 'video',
    rtpParameters: { codecs: [vp9], encodings: [{ ssrc: 5, scalabilityMode: 'L3T3_KEY' }] },
  });
  const viewer = await router.createDirectTransport();
  const consumer = await viewer.consume({ producerId: producer.id, rtpCapabilities: router.rtpCapabilities });
  expect([producer.type, consumer.type]).toEqual(['svc', 'svc']);
  router.close();
});
