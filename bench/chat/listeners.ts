/* A thousand members of a conversation, in one process; they count what they hear. Started by fan-out.ts. */
import { MEMBER_COUNT, monotonicMs } from './fan-out.js';
import { Member } from './member.js';

type Said = readonly [name: string, said: { readonly messages: readonly { readonly sentAtMs: number }[] }];

/** All members hear an event in the same bytes, and mostly one after the other: it is read once. */
let lastEvent = Buffer.alloc(0);
let lastSentAtMs: readonly number[] = [];

let expectedCount = 0;
let lateMs = new Float64Array(0);
let heardCount = 0;

const port = Number(process.argv[2]);
for (let from = 0; from < MEMBER_COUNT; from += 50)
  await Promise.all(Array.from({ length: 50 }, () => Member.join(port, heard)));
process.on('message', ({ expectCount }: { readonly expectCount: number }) => {
  expectedCount = expectCount;
  lateMs = new Float64Array(expectCount);
  heardCount = 0;
});
process.send?.({ isReady: true });

function heard(event: Buffer): void {
  const nowMs = monotonicMs();
  for (const sentAtMs of sentAtOf(event)) {
    lateMs[heardCount] = nowMs - sentAtMs;
    heardCount += 1;
  }
  if (heardCount !== expectedCount) return;
  const sorted = lateMs.toSorted();
  const at = (ratio: number) => sorted[Math.floor(sorted.length * ratio)] ?? Number.NaN;
  process.send?.({ deliveredCount: heardCount, p50Ms: at(0.5), p99Ms: at(0.99) });
}

function sentAtOf(event: Buffer): readonly number[] {
  if (event.equals(lastEvent)) return lastSentAtMs;
  const [, { messages }] = JSON.parse(event.toString()) as Said;
  lastEvent = Buffer.from(event);
  lastSentAtMs = messages.map(({ sentAtMs }) => sentAtMs);
  return lastSentAtMs;
}
