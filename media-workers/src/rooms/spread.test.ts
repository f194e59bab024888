import { kill } from 'node:process';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { HostId } from '#contracts';
import { silentLog, systemClock } from '#kernel';
import type { HostFact } from '../facts.js';
import { startTestWorker } from '../testing/bench-worker.js';
import { opus, vp8 } from '../testing/browser.js';
import { publishDirect, viewDirect, type FlowTools } from '../testing/direct-flow.js';
import { directPlacement } from '../testing/direct.js';
import { eventually } from '../testing/eventually.js';
import { newId } from '../testing/ids.js';
import { VP8_DELTA_FRAME, VP8_KEY_FRAME } from '../testing/rtp-packet.js';
import type { MediaWorker } from '../workers/media-worker.js';
import { roomHandlers } from './handlers.js';
import { Rooms } from './rooms.js';

/* One room over two real workers: it behaves like a room on one. */

let workers: MediaWorker[];
let rooms: Rooms;
let tools: FlowTools;
let told: HostFact[];
let timers: ReturnType<typeof setInterval>[];

beforeEach(async () => {
  workers = [await startTestWorker(), await startTestWorker()];
  const direct = directPlacement(...workers);
  rooms = new Rooms({ placement: direct, loudestCount: 8, clock: systemClock, log: silentLog });
  const identity = { hostId: HostId.parse(newId.meeting()), bootId: newId.meeting(), workerCount: 2 };
  tools = { direct, ask: roomHandlers(rooms, identity) };
  told = [];
  timers = [];
  rooms.facts.listen((fact) => told.push(fact));
});
afterEach(async () => {
  for (const timer of timers) clearInterval(timer);
  rooms.close();
  await Promise.all(workers.map((worker) => worker.close()));
});

const every = (ms: number, call: () => void) => void timers.push(setInterval(call, ms));
const routerCounts = () => workers.map((worker) => worker.load.routerCount);

/** A speaker on the first worker and a viewer on the second, with what is between them. */
async function apart(source: 'microphone' | 'camera') {
  const speaker = await publishDirect(tools, { source, rtpParameters: source === 'camera' ? vp8() : opus() });
  const { meetingId } = speaker.wish;
  const { producerId } = speaker.stream;
  const viewer = await viewDirect(tools, { meetingId, producerId });
  expect(routerCounts()).toEqual([1, 1]);
  return { speaker, viewer, meetingId, producerId };
}

it('forwards from one worker to the other, over one pipe however many receive it there', async () => {
  const { speaker, viewer, meetingId, producerId } = await apart('camera');
  every(20, () => speaker.send(VP8_KEY_FRAME));
  await viewer.resume();
  await eventually(() => (viewer.packets.length > 0 ? undefined : 'a picture from the other worker'));

  // The next goes to the first worker, where no pipe is needed, and the one after to the second again.
  await viewDirect(tools, { meetingId, producerId });
  const third = await viewDirect(tools, { meetingId, producerId });
  await third.resume();
  await eventually(() => (third.packets.length > 0 ? undefined : 'the picture for a second viewer there'));
  expect(rooms.pipeCount).toBe(1);
});

it('carries nothing over once nobody there receives it, and again when somebody does', async () => {
  const { speaker, viewer, meetingId, producerId } = await apart('camera');
  const second = await viewDirect(tools, { meetingId, producerId });
  await viewer.close();
  await second.close();
  expect(rooms.pipeCount).toBe(0);

  every(20, () => speaker.send(VP8_KEY_FRAME));
  const back = [await viewDirect(tools, { meetingId, producerId }), await viewDirect(tools, { meetingId, producerId })];
  await Promise.all(back.map((one) => one.resume()));
  await eventually(() => (back.every(({ packets }) => packets.length > 0) ? undefined : 'pictures for both'));
  expect(rooms.pipeCount).toBe(1);
});

it('asks a publisher on the other worker for a key frame', async () => {
  const { speaker, viewer } = await apart('camera');
  let requestCount = 0;
  tools.direct.transports[0]!.on('rtcp', () => {
    requestCount += 1;
    speaker.send(VP8_KEY_FRAME);
  });
  every(20, () => speaker.send(VP8_DELTA_FRAME));
  await viewer.resume();
  await eventually(() => (viewer.packets.length > 0 ? undefined : 'a picture that begins with a key frame'));
  expect(requestCount).toBeGreaterThan(0);
});

it('holds a muted source on both workers, and hears who speaks on either', async () => {
  const { speaker, viewer } = await apart('microphone');
  const voice = Buffer.from([1, 2, 3]);
  await viewer.resume();
  every(20, () => speaker.send(voice, { levelDbov: -30 }));
  await eventually(() => (viewer.packets.length > 0 ? undefined : 'sound from the other worker'));
  await eventually(() => (told.some(({ name }) => name === 'room.speaking') ? undefined : 'who speaks'));

  await tools.ask['producer.setPaused']({ ...speaker.stream, isPaused: true });
  await speaker.producer.dump();
  await viewer.consumer.dump();
  // What was on its way over the pipe is through once both have answered and a few more were refused.
  for (let count = 0; count < 20; count += 1) speaker.send(voice);
  await speaker.producer.dump();
  await viewer.consumer.dump();
  const heldAt = viewer.packets.length;
  for (let count = 0; count < 50; count += 1) speaker.send(voice);
  await speaker.producer.dump();
  await viewer.consumer.dump();
  expect(viewer.packets.length).toBe(heldAt);
});

it('closes a stream everywhere with its publisher', async () => {
  const { speaker, viewer } = await apart('camera');
  await tools.ask['session.close'](speaker.wish);
  await eventually(() => (viewer.consumer.closed ? undefined : 'the end of the stream'));
  await eventually(() => (rooms.pipeCount === 0 ? undefined : 'the end of the pipe'));
});

it('loses only those who were on a worker that died; the others stay and receive them anew', async () => {
  const { speaker, viewer, meetingId } = await apart('camera');
  kill(workers[0]!.pid, 'SIGKILL');
  await eventually(() => (told.some(({ name }) => name === 'sessions.lost') ? undefined : 'what was lost'));
  expect(told.filter(({ name }) => name === 'sessions.lost')).toEqual([
    {
      name: 'sessions.lost',
      payload: { meetingId, sessionIds: [speaker.wish.sessionId], reason: 'worker-died' },
    },
  ]);
  expect(viewer.consumer.closed).toBe(true);
  const { sessions } = await tools.ask['room.inventory']({ meetingId });
  expect(sessions.map(({ sessionId }) => sessionId)).toEqual([viewer.wish.sessionId]);
});

it('asks those who are on a worker that is to end to go, and lets go of it with the last', async () => {
  const { speaker, viewer, meetingId, producerId } = await apart('camera');
  workers[0]!.leave();
  rooms.leaveWorker(tools.direct.homes[0]!);
  const leaving = () => told.filter(({ name }) => name === 'sessions.leaving').map(({ payload }) => payload);
  expect(leaving()).toEqual([{ meetingId, sessionIds: [speaker.wish.sessionId] }]);
  // Nobody is put there any more, and what comes in there is received until its publisher goes.
  const late = await viewDirect(tools, { meetingId, producerId });
  expect([routerCounts(), late.consumer.closed]).toEqual([[1, 1], false]);
  await tools.ask['session.close'](speaker.wish);
  await eventually(() => (routerCounts()[0] === 0 ? undefined : 'the end of the room there'));
  expect([viewer.consumer.closed, rooms.pipeCount, rooms.sessionCount]).toEqual([true, 0, 2]);
});

it('leaves nothing behind when the room closes', async () => {
  const { meetingId } = await apart('camera');
  await tools.ask['room.close']({ meetingId });
  await eventually(() => (routerCounts().every((count) => count === 0) ? undefined : 'the end of both routers'));
  expect(rooms.pipeCount).toBe(0);
});
