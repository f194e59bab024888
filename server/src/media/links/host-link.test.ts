import { randomUUID } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { HostId } from '#contracts';
import { ManualClock, type Clock } from '#kernel';
import { HostLink, type ControlSocket } from './host-link.js';

const SOCKET: ControlSocket = {
  id: 'one',
  disconnect: () => undefined,
  timeout: () => ({ emitWithAck: () => new Promise(() => undefined) }),
};

function connected(clock: Clock): HostLink {
  const parts = { hostId: HostId.parse(randomUUID()), bootId: randomUUID(), isFit: true, isDraining: false };
  const link = new HostLink({ ...parts, clock, onGone: () => undefined });
  link.attach(SOCKET);
  return link;
}

it('gives a host up that is silent for three seconds, and not before', () => {
  const clock = new ManualClock();
  const link = connected(clock);
  clock.advance(2_900);
  link.heard();
  clock.advance(2_900);
  expect(link.isUp).toBe(true);
  clock.advance(100);
  expect(link.isUp).toBe(false);
});

it('does not take a pause of its own process for silence', () => {
  // Whatever is due runs once when the process goes on, however long it stood still; then what came is read.
  const due = new Set<() => void>();
  const clock: Clock = {
    nowMs: () => 0,
    monotonicMs: () => 0,
    after: (_, call) => {
      due.add(call);
      return () => void due.delete(call);
    },
  };
  const link = connected(clock);
  for (let pause = 0; pause < 10; pause += 1) {
    const [call] = due;
    due.clear();
    call?.();
    expect(link.isUp).toBe(true);
    link.heard();
  }
});
