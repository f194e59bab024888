/*
 * Join to first rendered frame: Parley beside a bare mediasoup page, turn by turn in one run, so that a busy machine slows
 * both alike. Prints the medians and their ratio, with signalling undelayed and delayed by 50 ms each way. Both pages have
 * prepared what they can when the button is pressed; beside it, what Parley takes whose button is pressed as soon as its camera shows.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { DelayProxy } from '../../e2e/rig/delay-proxy.js';
import { joinAndTimeFirstFrame } from '../../e2e/rig/first-frame.js';
import { Person } from '../../e2e/rig/person.js';
import { Stack } from '../../e2e/rig/stack.js';
import { BareServer } from './bare-server.js';
import { workerBinFor } from '../load/worker-bin.js';

const ROUND_COUNT = 9;
/** What a publisher's own page costs is not the viewer's time: where one machine plays everybody, it is kept as small as the bare one's. */
const SMALL_PAGE = { width: 320, height: 240 };
const DELAYS_MS = [0, 50];

interface BarePage {
  readonly bare: { prepare(): Promise<void>; publish(): Promise<void>; view(): Promise<number> };
}

const folder = mkdtempSync(join(tmpdir(), 'parley-bench-'));
await build({
  configFile: false,
  logLevel: 'error',
  build: {
    outDir: folder,
    lib: { entry: 'bench/join/bare-page.ts', formats: ['es'], fileName: () => 'bare-page.js' },
  },
});
const workerBin = workerBinFor('join');
const bare = await BareServer.start(folder, workerBin);
const stack = await Stack.start({ MEDIASOUP_WORKER_BIN: workerBin });

const barePublisher = await Person.arrive({ name: 'Bare publisher', size: SMALL_PAGE });
await barePublisher.page.goto(bare.url);
await barePublisher.page.evaluate(async () => {
  const { bare: page } = globalThis as unknown as BarePage;
  await page.prepare();
  await page.publish();
});

try {
  for (const delayMs of DELAYS_MS) await compare(delayMs);
} finally {
  await barePublisher.depart();
  await stack.stop();
  await bare.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function compare(delayMs: number): Promise<void> {
  const ours: number[] = [];
  const hurried: number[] = [];
  const theirs: number[] = [];
  const publisher = await Person.arrive({ name: 'Publisher', size: SMALL_PAGE });
  const link = await publisher.openMeeting(stack.url);
  await publisher.join();
  const proxies = await Promise.all(
    [stack.url, bare.url].map((url) => DelayProxy.start(Number(new URL(url).port), delayMs)),
  );
  const [ourPort, barePort] = proxies.map(({ port }) => port);
  for (let round = 0; round < ROUND_COUNT; round += 1) {
    const through = link.replace(`:${stack.port}`, `:${ourPort}`);
    for (const [press, times] of [
      ['after-a-look', ours],
      ['at-once', hurried],
    ] as const) {
      const viewer = await Person.arrive({ name: `Viewer ${round}` });
      times.push(await joinAndTimeFirstFrame(viewer, through, press));
      await viewer.depart();
    }
    const bareViewer = await Person.arrive({ name: 'Bare viewer' });
    await bareViewer.page.goto(`http://localhost:${barePort}`);
    await bareViewer.page.evaluate(() => (globalThis as unknown as BarePage).bare.prepare());
    theirs.push(await bareViewer.page.evaluate(() => (globalThis as unknown as BarePage).bare.view()));
    await bareViewer.depart();
  }
  await publisher.depart();
  await Promise.all(proxies.map((proxy) => proxy.stop()));
  report(delayMs, { ours, hurried, theirs });
}

interface Times {
  readonly ours: readonly number[];
  readonly hurried: readonly number[];
  readonly theirs: readonly number[];
}

function report(delayMs: number, { ours, hurried, theirs }: Times): void {
  const [our, bareMs] = [median(ours), median(theirs)];
  console.log(
    `join to first frame, signalling delayed ${delayMs} ms each way: Parley ${our.toFixed(0)} ms, ` +
      `bare page ${bareMs.toFixed(0)} ms, ratio ${(our / bareMs).toFixed(2)} (medians of ${ROUND_COUNT}); ` +
      `pressed at once ${median(hurried).toFixed(0)} ms`,
  );
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
