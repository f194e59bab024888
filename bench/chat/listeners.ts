/* A thousand members of a conversation, in one process; they count what they hear. Started by fan-out.ts. */
import { io } from 'socket.io-client';
import { MEMBER_COUNT } from './fan-out.js';

interface Said {
  readonly messages: readonly { readonly sentAtMs: number }[];
}

let expectedCount = 0;
let lateMs: number[] = [];

const url = `http://127.0.0.1:${process.argv[2]}`;
for (let from = 0; from < MEMBER_COUNT; from += 50) await Promise.all(Array.from({ length: 50 }, join));
process.on('message', ({ expectCount }: { readonly expectCount: number }) => {
  expectedCount = expectCount;
  lateMs = [];
});
process.send?.({ isReady: true });

function join(): Promise<void> {
  const socket = io(url, { transports: ['websocket'], forceNew: true });
  socket.on('chat.said', heard);
  return new Promise((resolve) => void socket.once('connect', resolve));
}

function heard({ messages }: Said): void {
  const nowMs = performance.timeOrigin + performance.now();
  for (const { sentAtMs } of messages) lateMs.push(nowMs - sentAtMs);
  if (lateMs.length !== expectedCount) return;
  const sorted = Float64Array.from(lateMs).toSorted();
  process.send?.({ deliveredCount: sorted.length, p99Ms: sorted[Math.floor(sorted.length * 0.99)] ?? Number.NaN });
}
