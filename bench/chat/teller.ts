/*
 * The process that tells a conversation of a thousand what was said: as the built server does it, or each message by a
 * broadcast of its own. Started by fan-out.ts, which says which.
 */
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Server } from 'socket.io';
import { systemClock } from '#kernel';
import { built } from '../built.js';
import { MESSAGE_COUNT, MESSAGES_PER_S, monotonicMs, type Mode } from './fan-out.js';

const ROOM = 'conversation';
const CONVERSATION_ID = randomUUID();

interface Message {
  readonly seq: number;
  readonly text: string;
  readonly sentAtMs: number;
}

interface News {
  readonly fact: { readonly messages: readonly Message[] };
}

interface Parts {
  readonly FanOut: new (
    facts: unknown,
    clock: unknown,
  ) => { tell(conversationId: string, audience: object, messages: readonly Message[]): void };
  readonly ChatFacts: new (onFault: (fault: unknown) => void) => { listen(listener: (news: News) => void): void };
}

const { FanOut } = await built<Pick<Parts, 'FanOut'>>('chat/fan-out.js');
const { ChatFacts } = await built<Pick<Parts, 'ChatFacts'>>('chat/chat-fact.js');
const server = createServer();
const io = new Server(server, { transports: ['websocket'], perMessageDeflate: false });
io.on('connection', (socket) => void socket.join(ROOM));

const facts = new ChatFacts((fault) => {
  throw fault;
});
facts.listen(({ fact }) => io.to(ROOM).emit('chat.said', { conversationId: CONVERSATION_ID, messages: fact.messages }));
const fanOut = new FanOut(facts, systemClock);

const tell: Readonly<Record<Mode, (message: Message) => void>> = {
  plain: (message) => void io.to(ROOM).emit('chat.said', { conversationId: CONVERSATION_ID, messages: [message] }),
  gathered: (message) => fanOut.tell(CONVERSATION_ID, {}, [message]),
};

server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
process.on('message', ({ mode }: { readonly mode: Mode }) => void run(mode));

async function run(mode: Mode): Promise<void> {
  const before = process.cpuUsage();
  const beganMs = monotonicMs();
  for (let seq = 1; seq <= MESSAGE_COUNT; seq += 1) {
    // When it was due, not when its turn came: who cannot keep up has those waiting that come after.
    const dueMs = beganMs + (seq * 1_000) / MESSAGES_PER_S;
    const waitMs = dueMs - monotonicMs();
    if (waitMs > 0) await sleep(waitMs);
    else await new Promise((resolve) => void setImmediate(resolve));
    tell[mode](messageOf(seq, dueMs));
  }
  // What the last ones cost, too.
  await sleep(500);
  const { user, system } = process.cpuUsage(before);
  process.send?.({ cpuS: (user + system) / 1_000_000 });
}

function messageOf(seq: number, sentAtMs: number): Message & Readonly<Record<string, unknown>> {
  return {
    seq,
    key: randomUUID(),
    fromId: CONVERSATION_ID,
    fromName: 'Somebody',
    text: `A message of about the length that people write, number ${seq}.`,
    sentAtMs,
    mentions: [],
    reactions: [],
  };
}
