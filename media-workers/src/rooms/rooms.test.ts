import { kill } from 'node:process';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { HostId, MediaSession, RtpCapabilities, SessionInventory } from '#contracts';
import { ManualClock, silentLog } from '#kernel';
import type { HostFact } from '../facts.js';
import { startTestWorker } from '../testing/bench-worker.js';
import { publishWish, sessionWish, vp8 } from '../testing/browser.js';
import { eventually } from '../testing/eventually.js';
import { newId } from '../testing/ids.js';
import type { MediaWorker } from '../workers/media-worker.js';
import { routerCapabilities } from './codecs.js';
import { roomHandlers } from './handlers.js';
import { EMPTY_ROOM_KEPT_MS } from './limits.js';
import { Rooms } from './rooms.js';

const IDENTITY = { hostId: HostId.parse(newId.meeting()), bootId: newId.meeting(), workerCount: 1 };
let worker: MediaWorker;
let rooms: Rooms;
let ask: ReturnType<typeof roomHandlers>;
let clock: ManualClock;
let told: HostFact[];

beforeAll(async () => {
  worker = await startTestWorker();
});
afterAll(() => worker.close());
beforeEach(() => {
  clock = new ManualClock();
  rooms = new Rooms({ placement: { place: () => worker }, loudestCount: 8, clock, log: silentLog });
  told = [];
  rooms.facts.listen((fact) => told.push(fact));
  ask = roomHandlers(rooms, IDENTITY);
});
afterEach(async () => {
  rooms.close();
  await eventually(async () =>
    (await transportCount()) === 0 ? undefined : `${await transportCount()} transports to end in the worker`,
  );
});

/** What the worker process itself says, not what our books believe. */
async function transportCount(): Promise<number> {
  return (await worker.webRtcServer.dump()).webRtcTransportIds.length;
}

async function join(given: Parameters<typeof sessionWish>[0] = {}) {
  const wish = sessionWish(given);
  return { wish, session: await ask['session.open'](wish) };
}

it('describes itself with capabilities that the wire accepts and a real router has', async () => {
  const { routerRtpCapabilities } = await ask['host.describe']({});
  expect(RtpCapabilities.parse(routerRtpCapabilities)).toEqual(routerRtpCapabilities);
  expect(routerRtpCapabilities.codecs.map(({ mimeType }) => mimeType).filter((one) => !one.endsWith('rtx'))).toEqual([
    'audio/opus',
    'video/VP8',
    'video/H264',
    'video/VP9',
    'video/AV1',
  ]);
});

it('opens a session whose answer passes the contract, with UDP and TCP candidates', async () => {
  const { session } = await join();
  const onWire = MediaSession.parse(JSON.parse(JSON.stringify(session)));
  expect(onWire.send.iceCandidates.map(({ protocol }) => protocol)).toEqual(['udp', 'tcp']);
  expect(onWire.recv.dtlsParameters.role).toBe('server');
});

it('gives one answer however often a session is asked for, also at the same time', async () => {
  const wish = sessionWish();
  const answers = await Promise.all([ask['session.open'](wish), ask['session.open'](wish), ask['session.open'](wish)]);
  answers.push(await ask['session.open'](wish), await ask['session.describe'](wish));
  for (const answer of answers) expect(answer).toEqual(answers[0]);
  expect(await transportCount()).toBe(2);
});

it('leaves nothing behind when the close overtakes the opening', async () => {
  const wish = sessionWish();
  const opening = ask['session.open'](wish);
  await ask['session.close'](wish);
  await expect(opening).rejects.toMatchObject({ code: 'not-found' });
  await expect(ask['session.open'](wish)).rejects.toMatchObject({ code: 'not-found' });
  expect(await transportCount()).toBe(0);
});

it('leaves nothing behind when the room closes during the opening', async () => {
  const wish = sessionWish();
  const opening = ask['session.open'](wish);
  await ask['room.close'](wish);
  await expect(opening).rejects.toMatchObject({ code: 'not-found' });
  expect(await transportCount()).toBe(0);
  await expect(ask['session.open'](wish)).rejects.toMatchObject({ code: 'not-found' });
  expect(rooms.meetingIds()).toEqual([]);
});

it('opens a stream once under the browser’s id, and forwards it under the server’s', async () => {
  const { wish } = await join();
  const camera = publishWish(wish, { source: 'camera' });
  await Promise.all([ask['producer.open'](camera), ask['producer.open'](camera)]);
  await ask['producer.open'](camera);

  const consumerId = newId.consumer();
  const viewer = await join({ meetingId: wish.meetingId, consumers: [{ consumerId, producerId: camera.producerId }] });
  const [offer] = MediaSession.parse(JSON.parse(JSON.stringify(viewer.session))).consumers;
  expect(offer).toMatchObject({
    consumerId,
    producerId: camera.producerId,
    participantId: wish.participantId,
    source: 'camera',
  });
  expect(offer?.rtpParameters.encodings[0]?.rtx).toBeDefined();

  const inventory = await ask['room.inventory'](wish);
  for (const one of inventory.sessions) SessionInventory.parse(one);
  expect(inventory.sessions.map(({ producers, consumers }) => [producers.length, consumers.length])).toEqual([
    [1, 0],
    [0, 1],
  ]);
  expect(await ask['session.open'](viewer.wish)).toEqual(viewer.session);
});

it('opens consumers once, leaves out what is gone, and passes over what it does not know', async () => {
  const { wish } = await join();
  const microphone = publishWish(wish);
  await ask['producer.open'](microphone);
  const viewer = await join({ meetingId: wish.meetingId });
  const known = { consumerId: newId.consumer(), producerId: microphone.producerId };
  const gone = { consumerId: newId.consumer(), producerId: newId.producer() };

  const consumers = { ...viewer.wish, consumers: [known, gone] };
  const [first, second] = await Promise.all([ask['consumer.open'](consumers), ask['consumer.open'](consumers)]);
  expect(first.consumers.map(({ consumerId }) => consumerId)).toEqual([known.consumerId]);
  expect(second).toEqual(first);

  await ask['consumer.resume']({ ...viewer.wish, consumerIds: [known.consumerId, gone.consumerId] });
  await ask['consumer.close']({ ...viewer.wish, consumerIds: [known.consumerId, gone.consumerId] });
  expect((await ask['session.describe'](viewer.wish)).consumers).toEqual([]);
  expect((await ask['consumer.open'](consumers)).consumers).toEqual([]);
});

it('leaves out what a viewer cannot decode', async () => {
  const { wish } = await join();
  const camera = publishWish(wish, { source: 'camera' });
  await ask['producer.open'](camera);
  const { codecs, headerExtensions } = routerCapabilities();
  const deaf = { headerExtensions, codecs: codecs.filter(({ kind }) => kind === 'audio') };
  const viewer = await join({
    meetingId: wish.meetingId,
    rtpCapabilities: deaf,
    consumers: [{ consumerId: newId.consumer(), producerId: camera.producerId }],
  });
  expect(viewer.session.consumers).toEqual([]);
});

it('replaces what a source sent before, even with its SSRC, and never reopens the old', async () => {
  const { wish } = await join();
  const before = publishWish(wish, { source: 'camera', rtpParameters: vp8(77_000) });
  const after = publishWish(wish, { source: 'camera', rtpParameters: vp8(77_000) });
  await ask['producer.open'](before);
  await ask['producer.open'](after);
  expect((await ask['room.inventory'](wish)).sessions[0]?.producers.map(({ producerId }) => producerId)).toEqual([
    after.producerId,
  ]);
  await expect(ask['producer.open'](before)).rejects.toMatchObject({ code: 'not-found' });
});

it('keeps only the later of two streams of one source that open at the same time', async () => {
  const { wish } = await join();
  const [one, two] = [publishWish(wish), publishWish(wish)];
  const results = await Promise.allSettled([ask['producer.open'](one), ask['producer.open'](two)]);
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
  expect((await ask['room.inventory'](wish)).sessions[0]?.producers.map(({ producerId }) => producerId)).toEqual([
    two.producerId,
  ]);
});

it('refuses an id that is another’s', async () => {
  const { wish } = await join();
  const mine = publishWish(wish);
  await ask['producer.open'](mine);
  const other = await join({ meetingId: wish.meetingId });
  await expect(ask['producer.open'](publishWish(other.wish, { producerId: mine.producerId }))).rejects.toMatchObject({
    code: 'conflict',
  });
  const elsewhere = await join();
  await expect(
    ask['producer.open'](publishWish(elsewhere.wish, { producerId: mine.producerId })),
  ).rejects.toMatchObject({
    code: 'conflict',
  });
  expect((await ask['room.inventory'](wish)).sessions[0]?.producers).toHaveLength(1);
});

it.each([true, false])('holds to the last word when a pause (%s) overtakes the opening', async (isPaused) => {
  const { wish } = await join();
  const microphone = publishWish(wish, { isPaused: !isPaused });
  await Promise.all([ask['producer.setPaused']({ ...microphone, isPaused }), ask['producer.open'](microphone)]);
  expect((await ask['room.inventory'](wish)).sessions[0]?.producers[0]?.isPaused).toBe(isPaused);

  const second = publishWish(wish, { source: 'screen-audio', isPaused: !isPaused });
  await Promise.all([ask['producer.open'](second), ask['producer.setPaused']({ ...second, isPaused })]);
  expect((await ask['room.inventory'](wish)).sessions[0]?.producers[1]?.isPaused).toBe(isPaused);
});

it('closes a stream whose close overtakes its opening', async () => {
  const { wish } = await join();
  const microphone = publishWish(wish);
  const opening = ask['producer.open'](microphone);
  await ask['producer.close'](microphone);
  await expect(opening).rejects.toMatchObject({ code: 'not-found' });
  expect((await ask['room.inventory'](wish)).sessions[0]?.producers).toEqual([]);
});

it('refuses more consumers than one viewer may have', async () => {
  const { wish } = await join();
  const consumers = Array.from({ length: 513 }, () => ({ consumerId: newId.consumer(), producerId: newId.producer() }));
  await expect(ask['consumer.open']({ ...wish, consumers })).rejects.toMatchObject({ code: 'limit-reached' });
});

it('gives new ICE credentials', async () => {
  const { wish, session } = await join();
  const { iceParameters } = await ask['session.restartIce']({ ...wish, direction: 'send' });
  expect(iceParameters.usernameFragment).not.toBe(session.send.iceParameters.usernameFragment);
  expect((await ask['session.describe'](wish)).send.iceParameters).toEqual(iceParameters);
});

it('answers not-found for what is not there, and quietly repeats what ended', async () => {
  const nowhere = sessionWish();
  await expect(ask['session.describe'](nowhere)).rejects.toMatchObject({ code: 'not-found' });
  await expect(ask['producer.open'](publishWish(nowhere))).rejects.toMatchObject({ code: 'not-found' });
  expect(await ask['session.close'](nowhere)).toEqual({});
  expect(await ask['room.close'](nowhere)).toEqual({});
  expect(await ask['room.inventory'](nowhere)).toEqual({ sessions: [], capabilities: [], relays: [] });
  expect(rooms.meetingIds()).toEqual([]);
});

it('keeps an empty room for a while, then lets it go', async () => {
  const { wish } = await join();
  await ask['session.close'](wish);
  clock.advance(EMPTY_ROOM_KEPT_MS - 1);
  expect(rooms.meetingIds()).toEqual([wish.meetingId]);
  const second = await join({ meetingId: wish.meetingId });
  clock.advance(EMPTY_ROOM_KEPT_MS * 2);
  expect(rooms.meetingIds()).toEqual([wish.meetingId]);
  await ask['session.close'](second.wish);
  clock.advance(EMPTY_ROOM_KEPT_MS);
  expect(rooms.meetingIds()).toEqual([]);
});

it('gives up orphans and says so', async () => {
  const { wish } = await join();
  rooms.closeOrphans();
  expect(told).toEqual([
    { name: 'sessions.lost', payload: { meetingId: wish.meetingId, sessionIds: [wish.sessionId], reason: 'orphaned' } },
  ]);
});

it('tells which sessions a dead worker took along, and refuses those that were opening', async () => {
  const doomed = await startTestWorker();
  const own = new Rooms({ placement: { place: () => doomed }, loudestCount: 8, clock, log: silentLog });
  const heard: HostFact[] = [];
  own.facts.listen((fact) => heard.push(fact));
  const wish = sessionWish();
  await own.openSession(wish);
  const late = own.openSession(sessionWish({ meetingId: wish.meetingId })).catch((thrown: unknown) => thrown);
  kill(doomed.pid, 'SIGKILL');
  const after = own.openSession(sessionWish({ meetingId: wish.meetingId })).catch((thrown: unknown) => thrown);

  await eventually(() => (heard.length > 0 ? undefined : 'the loss to be told'));
  const { payload } = heard[0]!;
  expect(payload).toMatchObject({ meetingId: wish.meetingId, reason: 'worker-died' });
  expect((payload as { sessionIds: string[] }).sessionIds).toContain(wish.sessionId);
  for (const one of await Promise.all([late, after])) {
    expect(one).toMatchObject(one instanceof Error ? { name: 'Refusal' } : { sessionId: expect.any(String) });
  }
  expect(own.meetingIds()).toEqual([]);
});
