import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { CONSUMERS_MAX_COUNT, HostId, MEDIA_SOURCES } from '#contracts';
import { ManualClock, silentLog } from '#kernel';
import { startTestWorker } from '../testing/bench-worker.js';
import { publishWish, sessionWish } from '../testing/browser.js';
import { newId } from '../testing/ids.js';
import type { MediaWorker } from '../workers/media-worker.js';
import { roomHandlers } from './handlers.js';
import { Rooms } from './rooms.js';

/* One participant who asks for far too much, against a real worker. What they get is bounded, and ends with them. */

const GREEDY_COUNT = 500;
const GROWTH_MAX_BYTES = 50 * 1024 * 1024;
const PAGE_BYTES = 4_096;

let worker: MediaWorker;
let rooms: Rooms;
let ask: ReturnType<typeof roomHandlers>;

beforeAll(async () => {
  worker = await startTestWorker();
});
afterAll(() => worker.close());
beforeEach(() => {
  rooms = new Rooms({ placement: { place: () => worker }, loudestCount: 8, clock: new ManualClock(), log: silentLog });
  ask = roomHandlers(rooms, { hostId: HostId.parse(newId.meeting()), bootId: newId.meeting(), workerCount: 1 });
});
afterEach(() => rooms.close());

/** Resident memory of the worker process. Source: proc(5), statm. */
async function residentBytes(): Promise<number> {
  const [, residentPages = '0'] = (await readFile(`/proc/${worker.pid}/statm`, 'utf8')).split(' ');
  return Number(residentPages) * PAGE_BYTES;
}

it('hundreds of streams: one of each source stands, and the worker grows by next to nothing', async () => {
  const wish = sessionWish();
  await ask['session.open'](wish);
  const beforeBytes = await residentBytes();
  for (let count = 0; count < GREEDY_COUNT; count += 1) {
    const source = MEDIA_SOURCES[count % MEDIA_SOURCES.length]!;
    await ask['producer.open'](publishWish(wish, { source }));
  }
  const { sessions } = await ask['room.inventory']({ meetingId: wish.meetingId });
  expect(sessions[0]?.producers.map(({ source }) => source).toSorted()).toEqual(MEDIA_SOURCES.toSorted());
  expect((await residentBytes()) - beforeBytes).toBeLessThan(GROWTH_MAX_BYTES);
});

it('the same streams to one viewer again and again: no more than the bound, then a refusal that is one', async () => {
  const publisher = sessionWish();
  await ask['session.open'](publisher);
  const stream = publishWish(publisher, { source: 'microphone' });
  await ask['producer.open'](stream);
  const viewer = sessionWish({ meetingId: publisher.meetingId });
  await ask['session.open'](viewer);
  const wishes = (count: number) =>
    Array.from({ length: count }, () => ({ consumerId: newId.consumer(), producerId: stream.producerId }));
  const beforeBytes = await residentBytes();
  await ask['consumer.open']({ ...viewer, consumers: wishes(CONSUMERS_MAX_COUNT) });
  await expect(ask['consumer.open']({ ...viewer, consumers: wishes(1) })).rejects.toMatchObject({
    code: 'limit-reached',
  });
  expect((await residentBytes()) - beforeBytes).toBeLessThan(GROWTH_MAX_BYTES);

  await ask['session.close'](viewer);
  expect((await worker.webRtcServer.dump()).webRtcTransportIds).toHaveLength(2);
});

it('a session of which there are two transports, however often it is asked for', async () => {
  const wish = sessionWish();
  await Promise.all(Array.from({ length: 50 }, () => ask['session.open'](wish)));
  expect((await worker.webRtcServer.dump()).webRtcTransportIds).toHaveLength(2);
});
