import { expect, it } from '@jest/globals';
import type { Outgoing } from './outgoing.js';
import { Budget, CAMERA_LAYERS, VideoSource } from './video-source.js';

/** Remembers what it was given to send. */
function recorder(ssrc: number) {
  const sent: { readonly payload: Buffer; readonly isMarked: boolean }[] = [];
  const outgoing = {
    ssrc,
    hasSent: true,
    send: (payload: Buffer, { isMarked }: { readonly isMarked: boolean }) => void sent.push({ payload, isMarked }),
    sendReport: () => undefined,
  };
  return { sent, outgoing: outgoing as unknown as Outgoing };
}

function camera() {
  const recorders = CAMERA_LAYERS.map((_, index) => recorder(index + 1));
  const layers = CAMERA_LAYERS.map((profile, index) => ({ profile, outgoing: recorders[index]!.outgoing }));
  const source = new VideoSource(layers, 30);
  const runTo = (fromMs: number, toMs: number) => {
    for (let nowMs = fromMs; nowMs < toMs; nowMs += 5) source.tick(nowMs);
  };
  return { source, recorders, runTo };
}

it('sends each layer at about its bitrate, every frame ended by one marked packet', () => {
  const { recorders, runTo } = camera();
  runTo(0, 10_000);
  for (const [index, { sent }] of recorders.entries()) {
    const bps = (sent.reduce((bytes, { payload }) => bytes + payload.length, 0) * 8) / 10;
    expect(bps / CAMERA_LAYERS[index]!.bitrateBps).toBeGreaterThan(0.97);
    expect(bps / CAMERA_LAYERS[index]!.bitrateBps).toBeLessThan(1.06);
    expect(Math.abs(sent.filter(({ isMarked }) => isMarked).length - 300)).toBeLessThanOrEqual(2);
  }
});

it('makes a key frame of the layer that is asked for, and none within 300 ms of the last answer', () => {
  const { source, runTo } = camera();
  runTo(0, 500);
  expect(source.requestKeyFrame(2, 500)).toBe(true);
  runTo(500, 700);
  source.requestKeyFrame(2, 700);
  runTo(700, 900);
  source.requestKeyFrame(2, 900);
  runTo(900, 1_000);
  expect(source.requestKeyFrame(99, 1_000)).toBe(false);
  expect(source.counts()).toEqual([
    { rid: 'r0', requestedCount: 0, keyFrameCount: 1 },
    { rid: 'r1', requestedCount: 3, keyFrameCount: 3 },
    { rid: 'r2', requestedCount: 0, keyFrameCount: 1 },
  ]);
});

it('lets no more out than its rate, however long it rested', () => {
  const budget = new Budget(800_000);
  const takeAll = () => {
    let bytes = 0;
    while (budget.take(100)) bytes += 100;
    return bytes;
  };
  budget.fill(0);
  takeAll();
  budget.fill(10);
  expect(takeAll()).toBe(1_000);
  budget.fill(10_000);
  expect(takeAll()).toBe(4_000);
});
