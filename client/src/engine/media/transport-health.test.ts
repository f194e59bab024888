/** @jest-environment node */
import { beforeEach, expect, it } from '@jest/globals';
import { ManualClock } from '#kernel';
import { FakeTransport } from '../fakes/fake-rtc.js';
import { session } from '../fakes/samples.js';
import { TransportHealth } from './transport-health.js';

let clock: ManualClock;
let transport: FakeTransport;
let restartsMs: number[];
let hopelessCount: number;
let troubleCount: number;
let health: TransportHealth;

beforeEach(() => {
  clock = new ManualClock();
  transport = new FakeTransport('send', session(1).send);
  restartsMs = [];
  hopelessCount = 0;
  troubleCount = 0;
  health = new TransportHealth({
    transport,
    clock,
    restartIce: async () => void restartsMs.push(clock.monotonicMs()),
    onTrouble: () => (troubleCount += 1),
    onHopeless: () => (hopelessCount += 1),
  });
});

it('has patience with a path that comes back by itself', () => {
  transport.state.set('connected');
  transport.state.set('disconnected');
  clock.advance(400);
  transport.state.set('connected');
  clock.advance(60_000);
  expect(restartsMs).toEqual([]);
});

it('restarts a lost path after half a second and says so once, again with pauses, and gives up after ten, once', () => {
  transport.state.set('connected');
  transport.state.set('disconnected');
  clock.advance(500);
  expect(restartsMs).toEqual([500]);
  transport.state.set('failed');
  clock.advance(60_000);
  expect(restartsMs.length).toBeGreaterThanOrEqual(3);
  expect({ hopelessCount, troubleCount }).toEqual({ hopelessCount: 1, troubleCount: 1 });
});

it('restarts a failed path at once', () => {
  transport.state.set('failed');
  expect(restartsMs).toEqual([0]);
});

it('restarts what never gets connected', () => {
  transport.state.set('connecting');
  clock.advance(5_000);
  expect(restartsMs).toEqual([5_000]);
  transport.state.set('connected');
  clock.advance(60_000);
  expect({ restarts: restartsMs.length, hopelessCount }).toEqual({ restarts: 1, hopelessCount: 0 });
});

it('restarts once when the network changed and the path still works', () => {
  health.hurry();
  expect(restartsMs).toEqual([]);
  transport.state.set('connected');
  health.hurry();
  clock.advance(60_000);
  expect({ restarts: restartsMs.length, hopelessCount, troubleCount }).toEqual({
    restarts: 1,
    hopelessCount: 0,
    troubleCount: 0,
  });
});

it('does nothing once closed', () => {
  transport.state.set('disconnected');
  health.close();
  clock.advance(60_000);
  expect({ restarts: restartsMs.length, hopelessCount }).toEqual({ restarts: 0, hopelessCount: 0 });
});
