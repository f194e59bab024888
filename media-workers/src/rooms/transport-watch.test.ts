import type { types as mediasoup } from 'mediasoup';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { ManualClock, silentLog } from '#kernel';
import type { HostFact } from '../facts.js';
import { startTestWorker } from '../testing/bench-worker.js';
import { sessionWish } from '../testing/browser.js';
import type { MediaWorker } from '../workers/media-worker.js';
import { ICE_LOST_AFTER_MS } from './limits.js';
import { Rooms } from './rooms.js';

/* Real transports; what their worker would say of the network is said by the test. */

let worker: MediaWorker;
let rooms: Rooms;
let clock: ManualClock;
let told: HostFact[];
let transports: mediasoup.WebRtcTransport[];
let wish: ReturnType<typeof sessionWish>;

beforeAll(async () => {
  worker = await startTestWorker();
});
afterAll(() => worker.close());
beforeEach(async () => {
  clock = new ManualClock();
  told = [];
  transports = [];
  rooms = new Rooms({ placement: { place: () => worker }, loudestCount: 8, clock, log: silentLog });
  rooms.facts.listen((fact) => told.push(fact));
  worker.webRtcServer.observer.on('webrtctransporthandled', (transport) => transports.push(transport));
  wish = sessionWish();
  await rooms.openSession(wish);
});
afterEach(() => {
  worker.webRtcServer.observer.removeAllListeners('webrtctransporthandled');
  rooms.close();
});

const lost = () => [
  {
    name: 'sessions.lost',
    payload: { meetingId: wish.meetingId, sessionIds: [wish.sessionId], reason: 'transport-failed' },
  },
];

it.each(['failed', 'closed'] as const)('gives a session up, whole and once, when its DTLS is %s', (state) => {
  for (const transport of transports) transport.observer.emit('dtlsstatechange', state);
  expect(told).toEqual(lost());
  expect(transports.map(({ closed }) => closed)).toEqual([true, true]);
});

it('waits for an ICE restart, and no longer than it may take', () => {
  const [send, recv] = transports;
  send!.observer.emit('icestatechange', 'disconnected');
  clock.advance(ICE_LOST_AFTER_MS - 1);
  send!.observer.emit('icestatechange', 'connected');
  clock.advance(ICE_LOST_AFTER_MS * 2);
  expect(told).toEqual([]);

  recv!.observer.emit('icestatechange', 'disconnected');
  clock.advance(ICE_LOST_AFTER_MS);
  expect(told).toEqual(lost());
});

it('tells nobody of a session that was closed by request', () => {
  const [send] = transports;
  send!.observer.emit('icestatechange', 'disconnected');
  rooms.closeSession(wish.meetingId, wish.sessionId);
  clock.advance(ICE_LOST_AFTER_MS * 2);
  expect(told).toEqual([]);
});
