import { MediaWorker } from '../workers/media-worker.js';
import { PortBook } from '../workers/ports.js';

/** A range of its own for each test process, so that tests which run side by side do not meet. */
export function testPorts(count = 40): { first: number; last: number } {
  const first = 20_000 + (Number(process.env['JEST_WORKER_ID'] ?? 1) % 50) * 400 + Math.floor(Math.random() * 8) * 50;
  return { first, last: first + count - 1 };
}

/** A real worker that listens on loopback. */
export async function startTestWorker(): Promise<MediaWorker> {
  const worker = await MediaWorker.spawn(undefined);
  const ports = new PortBook(testPorts());
  for (let port = ports.claimAfter(0); port !== undefined; port = ports.claimAfter(port)) {
    try {
      await worker.listen([{ ip: '127.0.0.1' }], port);
      return worker;
    } catch {
      continue; // Another test's port.
    }
  }
  throw new Error('no free port for a test');
}
