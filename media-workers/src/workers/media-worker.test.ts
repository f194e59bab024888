import { createSocket } from 'node:dgram';
import { readFileSync } from 'node:fs';
import { kill } from 'node:process';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { startTestWorker } from '../testing/bench-worker.js';
import { MediaWorker } from './media-worker.js';

const LOOK_EVERY_MS = 250;
/** More than a socket holds by default on any Linux, and less than it can be given on each. */
const BURST_COUNT = 150;
const PACKET_BYTES = 1_200;

let worker: MediaWorker;

beforeEach(async () => {
  worker = await MediaWorker.spawn(undefined);
});
afterEach(() => {
  kill(worker.pid, 'SIGCONT');
  return worker.close();
});

it('counts an answer that is late as strain, whatever share of a core was used, until one comes in time', async () => {
  await worker.measure(0);
  await worker.measure(LOOK_EVERY_MS);
  expect(worker.strainRatio).toBeLessThan(1);

  kill(worker.pid, 'SIGSTOP');
  const asked = [2, 3, 4].map((look) => worker.measure(look * LOOK_EVERY_MS));
  expect(worker.strainRatio).toBe(1);
  kill(worker.pid, 'SIGCONT');
  await Promise.all(asked);
  expect(worker.strainRatio).toBe(1);

  await worker.measure(5 * LOOK_EVERY_MS);
  expect(worker.strainRatio).toBeLessThan(1);
});

it('loses nothing of what comes while it does something else for a moment', async () => {
  const listening = await startTestWorker();
  const sender = createSocket('udp4');
  try {
    const { udpSockets } = await listening.webRtcServer.dump();
    const port = udpSockets[0]?.port ?? 0;
    kill(listening.pid, 'SIGSTOP');
    for (let sent = 0; sent < BURST_COUNT; sent += 1)
      await new Promise((resolve) => sender.send(Buffer.alloc(PACKET_BYTES), port, '127.0.0.1', resolve));
    expect(droppedAt(port)).toBe(0);
  } finally {
    sender.close();
    kill(listening.pid, 'SIGCONT');
    await listening.close();
  }
});

/** What the system threw away because the socket at this port could hold no more. Source: proc_net_udp in the kernel's sources. */
function droppedAt(port: number): number | undefined {
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  const line = readFileSync('/proc/net/udp', 'utf8')
    .split('\n')
    .find((each) => each.trim().split(/\s+/)[1]?.endsWith(`:${hex}`));
  return line === undefined ? undefined : Number(line.trim().split(/\s+/).at(-1));
}
