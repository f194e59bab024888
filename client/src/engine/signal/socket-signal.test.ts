/** @jest-environment node */
import { beforeEach, expect, it } from '@jest/globals';
import { ManualClock } from '#kernel';
import { ROOM, personId } from '../fakes/samples.js';
import { turns } from '../fakes/turns.js';
import type { SignalEvent } from './signal.js';
import { SocketSignal } from './socket-signal.js';
import type { Socket, SocketHandlers } from './socket.js';

class FakeSocket implements Socket {
  readonly handlers: SocketHandlers;
  readonly tokens: string[] = [];
  readonly emitted: string[] = [];
  isConnected = false;

  constructor(handlers: SocketHandlers) {
    this.handlers = handlers;
  }

  connect({ token }: { readonly token: string }): void {
    this.tokens.push(token);
  }

  disconnect(): void {
    if (!this.isConnected) return;
    this.isConnected = false;
    this.handlers.lost();
  }

  timeout() {
    return {
      emitWithAck: async (name: string): Promise<unknown> => {
        this.emitted.push(name);
        return { ok: true, data: {} };
      },
    };
  }

  open(): void {
    this.isConnected = true;
    this.handlers.connected();
  }

  lose(): void {
    this.isConnected = false;
    this.handlers.lost();
  }
}

let clock: ManualClock;
let socket: FakeSocket;
let signal: SocketSignal;
let token: string;
let faults: unknown[];

beforeEach(async () => {
  clock = new ManualClock();
  token = 'first';
  faults = [];
  signal = new SocketSignal({
    makeSocket: (handlers) => (socket = new FakeSocket(handlers)),
    identity: { token: async () => token, replaceToken: async () => (token = 'second') },
    clock,
    random: () => 0,
    onFault: (fault) => faults.push(fault),
  });
  signal.connect();
  await turns();
});

it('opens with this device’s token and counts its connections', () => {
  expect(socket.tokens).toEqual(['first']);
  socket.open();
  expect(signal.state.get()).toEqual({ kind: 'open', epoch: 1 });
});

it('comes back after a loss, soon at first and later at longer intervals', async () => {
  socket.open();
  socket.lose();
  expect(signal.state.get()).toEqual({ kind: 'connecting' });
  const waitsMs: number[] = [];
  for (let count = 0; count < 6; count += 1) {
    const before = socket.tokens.length;
    let waitedMs = 0;
    while (socket.tokens.length === before) {
      clock.advance(250);
      waitedMs += 250;
      await turns();
    }
    waitsMs.push(waitedMs);
    socket.handlers.refused(undefined);
  }
  expect(waitsMs).toEqual([250, 500, 1_000, 2_000, 3_000, 3_000]);

  clock.advance(3_000);
  await turns();
  socket.open();
  expect(signal.state.get()).toEqual({ kind: 'open', epoch: 2 });
});

it('gives an attempt up that comes to nothing', async () => {
  clock.advance(12_000);
  clock.advance(250);
  await turns();
  expect(socket.tokens).toHaveLength(2);
});

it('says what it was turned down with while it tries again', async () => {
  socket.handlers.refused({ code: 'server-full', message: 'This server is full.' });
  expect(signal.state.get()).toEqual({ kind: 'connecting', why: 'server-full' });
  clock.advance(250);
  await turns();
  socket.open();
  expect(signal.state.get()).toEqual({ kind: 'open', epoch: 1 });
});

it('hurries when told that the network changed, and drops the old connection', async () => {
  socket.open();
  signal.reconnect();
  await turns();
  expect(socket.tokens).toHaveLength(2);
  expect(signal.state.get()).toEqual({ kind: 'connecting' });
});

it('replaces a token that is not accepted, once', async () => {
  socket.handlers.refused({ code: 'unauthenticated', message: 'No.' });
  await turns();
  expect(socket.tokens).toEqual(['first', 'second']);
  socket.handlers.refused({ code: 'unauthenticated', message: 'No.' });
  await turns();
  expect(signal.state.get()).toEqual({ kind: 'refused', code: 'unauthenticated' });
});

it('lets through, in order, only what is in the contract', () => {
  socket.open();
  const heard: SignalEvent[] = [];
  signal.listen((event) => heard.push(event));
  socket.handlers.event('participant.left', { seq: 3, participantId: personId(1), reason: 'left' });
  socket.handlers.event('participant.left', { seq: 4, participantId: 'x', reason: 'left' });
  socket.handlers.event('party.started', {});
  socket.handlers.event('__proto__', {});
  socket.handlers.event('meeting.ended', { seq: 5, reason: 'by-host' });
  expect(heard.map(({ name }) => name)).toEqual(['participant.left', 'meeting.ended']);
  expect(signal.unfitCount).toBe(3);
  expect(faults).toHaveLength(3);
});

it('keeps nothing for later: what is asked while down is refused at once', async () => {
  await expect(signal.request('meeting.sync', {})).rejects.toMatchObject({ code: 'timeout' });
  socket.open();
  expect(socket.emitted).toEqual([]);
});

it('refuses what does not fit the contract without sending it', async () => {
  socket.open();
  const input = { roomId: ROOM, name: ' ', joinKey: 'x' } as never;
  await expect(signal.request('meeting.join', input)).rejects.toMatchObject({ code: 'invalid-input' });
  expect(socket.emitted).toEqual([]);
});

it.each([
  ['signed-out', 'unauthenticated'],
  ['too-many-violations', 'too-many-requests'],
] as const)('does not come back after it was closed for good: %s', async (reason, code) => {
  socket.open();
  socket.handlers.event('connection.closed', { reason });
  socket.handlers.lost();
  clock.advance(60_000);
  await turns();
  expect(socket.tokens).toHaveLength(1);
  expect(signal.state.get()).toEqual({ kind: 'refused', code });
});

it('does nothing any more after it was closed', async () => {
  socket.open();
  signal.close();
  clock.advance(60_000);
  signal.reconnect();
  await turns();
  expect(socket.tokens).toHaveLength(1);
  expect(signal.state.get()).toEqual({ kind: 'closed' });
});
