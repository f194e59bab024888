import { createServer } from 'node:net';
import { kill } from 'node:process';
import { afterEach, expect, it } from '@jest/globals';
import { ManualClock, silentLog, systemClock } from '#kernel';
import { MEDIA_CODECS } from '../rooms/codecs.js';
import { testPorts } from '../testing/bench-worker.js';
import { eventually } from '../testing/eventually.js';
import { WorkerPool, type PoolOptions } from './worker-pool.js';

const codecs = () => structuredClone([...MEDIA_CODECS]);
let pools: WorkerPool[] = [];

afterEach(async () => {
  await Promise.all(pools.map((pool) => pool.close()));
  pools = [];
});

function newPool(given: Partial<PoolOptions> = {}): WorkerPool {
  const pool = new WorkerPool({
    workerCount: 2,
    workerBin: undefined,
    spread: 'auto',
    portRange: testPorts(),
    listenPoints: () => [{ ip: '127.0.0.1' }],
    clock: systemClock,
    log: silentLog,
    ...given,
  });
  pools.push(pool);
  return pool;
}

async function portsOf(pool: WorkerPool): Promise<number[]> {
  return pool.snapshot().slots.flatMap(({ port }) => port ?? []);
}

const spareReady = (pool: WorkerPool) =>
  eventually(() => (pool.snapshot().isSpareReady ? undefined : 'a spare worker'));

it('gives each worker a port of its own, the same for UDP and TCP', async () => {
  const pool = newPool();
  await pool.start();
  const dump = await pool.place().webRtcServer.dump();
  expect(dump.udpSockets.map(({ port }) => port)).toEqual(dump.tcpServers.map(({ port }) => port));
  expect(new Set(await portsOf(pool)).size).toBe(2);
});

it('passes over a port that is another program’s', async () => {
  const portRange = testPorts();
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(portRange.first, '127.0.0.1', resolve));
  const pool = newPool({ portRange, workerCount: 1 });
  await pool.start();
  expect((await portsOf(pool))[0]).toBeGreaterThan(portRange.first);
  await new Promise((resolve) => other.close(resolve));
});

it('says which setting to change when the range is used up, and leaves nothing running', async () => {
  const portRange = testPorts(1);
  const first = newPool({ portRange, workerCount: 1 });
  await first.start();
  const second = newPool({ portRange, workerCount: 1 });
  await expect(second.start()).rejects.toThrow(
    `MEDIA_PORT_RANGE: no port of ${portRange.first}-${portRange.last} is free`,
  );
  expect(second.load()).toEqual([]);
});

it('says which setting to change when the address is not this machine’s', async () => {
  const pool = newPool({ listenPoints: () => [{ ip: '203.0.113.9' }] });
  await expect(pool.start()).rejects.toThrow(/^MEDIA_LISTEN_ADDRESS: cannot listen on 203\.0\.113\.9/);
});

it('says so when the binary does not start', async () => {
  const pool = newPool({ workerBin: '/nonexistent/mediasoup-worker' });
  await expect(pool.start()).rejects.toThrow('/nonexistent/mediasoup-worker (MEDIASOUP_WORKER_BIN)');
});

it('replaces a killed worker by the spare, on the same port, and makes another spare', async () => {
  const pool = newPool({ workerCount: 1 });
  await pool.start();
  await spareReady(pool);
  const before = pool.place();
  const [port] = await portsOf(pool);
  kill(before.pid, 'SIGKILL');
  await eventually(() => (pool.load().some(({ pid }) => pid !== before.pid) ? undefined : 'the replacement'));
  expect(pool.place().pid).not.toBe(before.pid);
  expect(await portsOf(pool)).toEqual([port]);
  await pool.place().createRouter(codecs());
  await spareReady(pool);
});

it('replaces a spare that dies', async () => {
  const clock = new ManualClock();
  const pool = newPool({ workerCount: 1, clock });
  await pool.start();
  await spareReady(pool);
  const spare = pool.snapshot().sparePid!;
  kill(spare, 'SIGKILL');
  await eventually(() => (pool.snapshot().isSpareReady ? 'the spare’s death' : undefined));
  clock.advance(1_000);
  await spareReady(pool);
  expect(pool.snapshot().sparePid).not.toBe(spare);
});

it('waits longer and longer when workers die young, and refuses meanwhile', async () => {
  const clock = new ManualClock();
  const pool = newPool({ workerCount: 1, clock });
  await pool.start();
  for (let death = 0; death < 2; death += 1) {
    const { pid } = pool.place();
    kill(pid, 'SIGKILL');
    await eventually(() => (pool.load().every((load) => load.pid !== pid) ? undefined : 'the death to be seen'));
    if (death === 0) await eventually(() => (pool.load().length === 1 ? undefined : 'the first replacement, at once'));
  }
  expect(() => pool.place()).toThrow(expect.objectContaining({ code: 'media-unavailable' }));
  clock.advance(200);
  await eventually(() => (pool.load().length === 1 ? undefined : 'the second replacement, after a wait'));
});

it('a worker that dies again and again leaves the other one, and what runs on it, alone', async () => {
  const clock = new ManualClock();
  const pool = newPool({ clock });
  await pool.start();
  const other = pool.place();
  const router = await other.createRouter(codecs());
  for (let death = 0; death < 4; death += 1) {
    const pid = pool.load().find((load) => load.pid !== other.pid)?.pid;
    kill(pid!, 'SIGKILL');
    await eventually(() => (pool.load().every((load) => load.pid !== pid) ? undefined : 'the death to be seen'));
    // Whoever comes meanwhile goes to the other. The first replacement comes at once, the next ones after a wait.
    if (death > 0) expect(pool.place().pid).toBe(other.pid);
    const waitMaxMs = death > 0 ? 13_000 : 0;
    for (let waitedMs = 0; pool.load().length < 2 && waitedMs < waitMaxMs; waitedMs += 1_000) {
      clock.advance(1_000);
      // It answers what it was asked by then, so that it is not taken for a worker that hangs.
      await router.dump();
    }
    await eventually(() => (pool.load().length === 2 ? undefined : 'the replacement'));
  }
  expect([other.isAlive, router.closed, (await router.dump()).id]).toEqual([true, false, router.id]);
});

it('replaces a worker that is asked to go at once, and ends it when nobody is on it', async () => {
  const clock = new ManualClock();
  const pool = newPool({ workerCount: 1, clock });
  await pool.start();
  const before = pool.place();
  const router = await before.createRouter(codecs());
  const [port] = await portsOf(pool);
  expect(await pool.drain(before.pid)).toBe(before);
  expect([before.isLeaving, pool.place() === before, (await portsOf(pool))[0] === port]).toEqual([true, false, false]);
  clock.advance(1_000);
  expect([before.isAlive, router.closed]).toEqual([true, false]);
  router.close();
  clock.advance(1_000);
  await eventually(() => (before.isAlive ? 'its end' : undefined));
  expect(await pool.drain(before.pid)).toBeUndefined();
});

it('ends a worker that was asked to go although somebody stays on it, after a while', async () => {
  const clock = new ManualClock();
  const pool = newPool({ workerCount: 1, clock });
  await pool.start();
  const before = pool.place();
  await before.createRouter(codecs());
  await pool.drain(before.pid);
  clock.advance(31_000);
  await eventually(() => (before.isAlive ? 'its end' : undefined));
  expect(pool.load()).toHaveLength(1);
});

it('kills and replaces a worker that does not answer', async () => {
  const clock = new ManualClock();
  const pool = newPool({ workerCount: 1, clock });
  await pool.start();
  const { pid } = pool.place();
  kill(pid, 'SIGSTOP');
  clock.advance(10_000);
  await eventually(() => (pool.load().some((load) => load.pid !== pid) ? undefined : 'the replacement'));
});

it('places on the worker with fewer routers when both idle, and spreads a burst', async () => {
  const pool = newPool();
  await pool.start();
  for (let count = 0; count < 6; count += 1) await pool.place().createRouter(codecs());
  expect(pool.load().map(({ routerCount }) => routerCount)).toEqual([3, 3]);
});

it('counts what runs on a worker, and stops counting what ended', async () => {
  const pool = newPool({ workerCount: 1 });
  await pool.start();
  const router = await pool.place().createRouter(codecs());
  const transport = await router.createDirectTransport();
  const producer = await transport.produce({
    kind: 'audio',
    rtpParameters: {
      codecs: [{ mimeType: 'audio/opus', payloadType: 111, clockRate: 48_000, channels: 2 }],
      encodings: [{ ssrc: 7 }],
    },
  });
  await transport.consume({ producerId: producer.id, rtpCapabilities: router.rtpCapabilities });
  expect(pool.load()[0]).toMatchObject({ routerCount: 1, consumerCount: 1 });
  router.close();
  expect(pool.load()[0]).toMatchObject({ routerCount: 0, consumerCount: 0 });
});

it('measures CPU as a share of one core', async () => {
  // The pool measures by its own clock besides; at this one's pace it does not.
  const pool = newPool({ workerCount: 1, clock: new ManualClock() });
  await pool.start();
  const worker = pool.place();
  await worker.measure(0);
  for (let count = 0; count < 200; count += 1) (await worker.createRouter(codecs())).close();
  await worker.measure(1);
  expect(worker.load.cpuRatio).toBe(1);
  await worker.measure(1_000_000);
  expect(worker.load.cpuRatio).toBeLessThan(0.01);
});
