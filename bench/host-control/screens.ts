/* The screens of a meeting, in one process, each on a socket of ours and on a plain one; they say when the last has heard. */
import { io } from 'socket.io-client';
import type { RoomId } from '#contracts';
import { Member } from './member.js';
import { SCREEN_COUNT } from './screen-count.js';

const AT_ONCE_COUNT = 5;

let expected = '';
let heardCount = 0;

const { URL: url = '', PLAIN_URL: plainUrl = '', ROOM: roomId = '' } = process.env;
for (let from = 0; from < SCREEN_COUNT; from += AT_ONCE_COUNT) {
  const count = Math.min(AT_ONCE_COUNT, SCREEN_COUNT - from);
  await Promise.all(Array.from({ length: count }, (_, at) => open(`Screen ${from + at}`)));
}
process.on('message', ({ expect }: { readonly expect: string }) => {
  expected = expect;
  heardCount = 0;
  process.send?.({});
});
process.send?.({ isReady: true });

async function open(name: string): Promise<void> {
  const member = await Member.prepare(url);
  member.socket.on('sources.paused', () => heard('sources.paused'));
  await member.join(roomId as RoomId, name);
  const plain = io(plainUrl, { transports: ['websocket'], forceNew: true });
  plain.on('plain', () => heard('plain'));
  await new Promise<void>((resolve) => void plain.once('connect', resolve));
}

function heard(name: string): void {
  if (name !== expected) return;
  heardCount += 1;
  if (heardCount === SCREEN_COUNT) process.send?.({ atMs: performance.timeOrigin + performance.now() });
}
