/*
 * How soon a callee's device rings after the click, and how soon the caller sees what became of it, on a whole Parley as
 * `npm start` starts it. Two people who have met in a meeting call each other turn by turn; then, in real browsers, how soon
 * who accepts sees who called. Prints figures, asserts none.
 */
import { randomUUID } from 'node:crypto';
import { io, type Socket } from 'socket.io-client';
import {
  ask,
  CallId,
  GuestIssued,
  RoomCreated,
  SIGNAL_NAMESPACE,
  signalling,
  type Asked,
  type SignallingRequests,
} from '#contracts';
import { Stack } from '../../e2e/rig/stack.js';
import { measureAnswers } from './answer.js';

const CALL_COUNT = 100;
/** Calls in a moment, by the rules that hold for everybody. */
const BETWEEN_MS = 30;

/** A browser that knows one codec and sends nothing: enough to sit in a meeting, which is how people meet. */
const MEDIA = {
  rtpCapabilities: {
    codecs: [
      {
        kind: 'audio' as const,
        mimeType: 'audio/opus',
        preferredPayloadType: 100,
        clockRate: 48_000,
        channels: 2,
        parameters: {},
        rtcpFeedback: [],
      },
    ],
    headerExtensions: [],
  },
  dtlsParameters: {
    role: 'client' as const,
    fingerprints: [{ algorithm: 'sha-256' as const, value: Array.from({ length: 32 }, () => 'AB').join(':') }],
  },
};

type Requests = SignallingRequests;

interface Device {
  readonly socket: Socket;
  readonly who: GuestIssued;
}

const stack = await Stack.start({ MEDIA_WORKERS: '1' });
try {
  const [caller, callee] = [await device(), await device()];
  const conversationId = await introduced(caller, callee);
  const rings: number[] = [];
  const ends: number[] = [];
  for (let count = 0; count < CALL_COUNT; count += 1) {
    const [from, to] = count % 2 === 0 ? [caller, callee] : [callee, caller];
    const callId = CallId.parse(randomUUID());
    const ringing = next(to, 'call.rings');
    const pressedMs = performance.now();
    const begun = put(from, 'call.start', { conversationId, callId, media: 'audio' });
    await ringing;
    rings.push(performance.now() - pressedMs);
    await begun;
    const over = next(from, 'call.changed');
    const declinedMs = performance.now();
    await put(to, 'call.decline', { callId });
    await over;
    ends.push(performance.now() - declinedMs);
    await new Promise((resolve) => void setTimeout(resolve, BETWEEN_MS));
  }
  console.log(`click to ring, ${CALL_COUNT} calls:    ${described(rings)} (goal 500 ms, p95)`);
  console.log(`decline to the caller's screen:   ${described(ends)}`);
  caller.socket.close();
  callee.socket.close();
} finally {
  await stack.stop();
}
await measureAnswers();

async function device(): Promise<Device> {
  const answer = await fetch(`${stack.url}/api/v1/guests`, { method: 'POST' });
  const who = GuestIssued.parse(await answer.json());
  const socket = io(`${stack.url}${SIGNAL_NAMESPACE}`, { transports: ['websocket'], auth: { token: who.token } });
  await new Promise(
    (resolve, reject) => void socket.once('connect', () => resolve(undefined)).once('connect_error', reject),
  );
  return { socket, who };
}

async function introduced(one: Device, other: Device) {
  const headers = { authorization: `Bearer ${one.who.token}` };
  const { roomId } = RoomCreated.parse(
    await (await fetch(`${stack.url}/api/v1/rooms`, { method: 'POST', headers })).json(),
  );
  for (const { socket } of [one, other]) {
    const join = { roomId, name: 'Somebody', joinKey: randomUUID(), media: MEDIA };
    await ask(socket, { contract: signalling.requests, name: 'meeting.join', input: join });
  }
  const opened = await put(one, 'chat.start', { kind: 'direct', withId: other.who.identityId });
  for (const someone of [other, one]) await put(someone, 'meeting.leave', {});
  return opened.conversation.conversationId;
}

function put<K extends keyof Requests>({ socket }: Device, name: K, input: Asked<Requests, K>) {
  return ask(socket, { contract: signalling.requests, name, input });
}

function next({ socket }: Device, name: string): Promise<unknown> {
  return new Promise((resolve) => void socket.once(name, resolve));
}

function described(figures: readonly number[]): string {
  const sorted = figures.toSorted((one, other) => one - other);
  const at = (ratio: number) =>
    (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * ratio))] ?? Number.NaN).toFixed(1);
  return `p50 ${at(0.5)}, p95 ${at(0.95)}, max ${at(1)} ms`;
}
