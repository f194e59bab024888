import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { HostId } from '#contracts';
import { silentLog, systemClock } from '#kernel';
import { startTestWorker } from '../testing/bench-worker.js';
import { opus, simulcast } from '../testing/browser.js';
import { publishDirect, viewDirect } from '../testing/direct-flow.js';
import { directPlacement } from '../testing/direct.js';
import { eventually } from '../testing/eventually.js';
import { newId } from '../testing/ids.js';
import type { MediaWorker } from '../workers/media-worker.js';
import { roomHandlers } from './handlers.js';
import { Rooms } from './rooms.js';
import { shed, Shedding } from './shedding.js';

describe('how much is left out', () => {
  const levels = (...ratios: readonly number[]) => {
    const shedding = new Shedding();
    return ratios.map((ratio) => {
      shedding.measured(ratio);
      return shedding.level;
    });
  };

  const times = (count: number, ratio: number) => Array.from({ length: count }, () => ratio);

  it('grows while the worker is strained, and has an end', () => {
    expect(levels(0.89, 0.9, 0.95, 1, 1, 1)).toEqual([0, 1, 2, 3, 4, 4]);
  });

  it('stays between strained and relaxed', () => {
    expect(levels(1, ...times(20, 0.8)).at(-1)).toBe(1);
  });

  it('is tried again after a second of room, and less and less often while that is too much', () => {
    expect(levels(1, ...times(4, 0.6))).toEqual([1, 1, 1, 1, 0]);
    // Each time the load comes back at once: twice as many looks until the next trial.
    const trials = [4, 8, 16].flatMap((count) => [...times(count - 1, 0.6), 0.6, 1]);
    const seen = levels(1, ...trials);
    expect(seen.filter((level) => level === 0)).toHaveLength(3);
    expect(seen.at(-1)).toBe(1);
    expect(levels(1, ...trials, ...times(31, 0.6)).at(-1)).toBe(1);
  });

  it('is over at once when the load is, however often it was tried in vain', () => {
    expect(levels(1, ...times(3, 0.6), 0.6, 1, ...times(5, 0.6), 0.3).at(-1)).toBe(0);
  });

  it('is over at once, too, when the load ends just after more was left out again, or something was tried', () => {
    const known = [1, ...times(4, 0.6)];
    expect(levels(...known, 1, 0.3).at(-1)).toBe(0);
    expect(levels(1, ...known, 0.3).slice(-2)).toEqual([1, 0]);
  });

  it('comes back step by step, without waiting for trials, while there is certainly room', () => {
    const vain = [4, 8, 16, 32].flatMap((count) => [...times(count - 1, 0.6), 0.6, 1]);
    expect(levels(1, ...vain, 1, ...times(6, 0.1)).at(-1)).toBe(0);
    expect(levels(1, 1, 1, 0.1, 0.1, 0.1)).toEqual([1, 2, 3, 3, 3, 2]);
  });

  it('is not taken for over when what was left out is only what lowers the load', () => {
    expect(levels(1, 1, 0.3, 0.3, 0.3)).toEqual([1, 2, 2, 2, 2]);
  });

  it('takes sizes first, then rates, and never the picture', () => {
    const all = [0, 1, 2, 3, 4].map((level) => shed({ spatial: 2, temporal: 2 }, level));
    expect(all.map(({ spatial, temporal }) => [spatial, temporal])).toEqual([
      [2, 2],
      [1, 2],
      [0, 2],
      [0, 1],
      [0, 0],
    ]);
    expect(shed({ spatial: 0, temporal: 0 }, 4)).toEqual({ spatial: 0, temporal: 0 });
  });
});

describe('a strained worker', () => {
  let worker: MediaWorker;
  let rooms: Rooms;

  beforeEach(async () => {
    worker = await startTestWorker();
  });
  afterEach(async () => {
    rooms.close();
    await worker.close();
  });

  it('sends smaller videos and all of the sound, and everything again once it has room', async () => {
    let strainRatio = 0.95;
    const direct = directPlacement({
      createRouter: (codecs) => worker.createRouter(codecs),
      webRtcServer: worker.webRtcServer,
      isLeaving: false,
      get strainRatio() {
        return strainRatio;
      },
    });
    rooms = new Rooms({ placement: direct, loudestCount: 8, clock: systemClock, log: silentLog });
    const identity = { hostId: HostId.parse(newId.meeting()), bootId: newId.meeting(), workerCount: 1 };
    const tools = { direct, ask: roomHandlers(rooms, identity) };
    const camera = await publishDirect(tools, { source: 'camera', rtpParameters: simulcast(3) });
    const { meetingId } = camera.wish;
    const voice = await publishDirect(tools, { source: 'microphone', rtpParameters: opus(), meetingId });
    const seen = await viewDirect(tools, { meetingId, producerId: camera.stream.producerId });
    const heard = await viewDirect(tools, { meetingId, producerId: voice.stream.producerId });
    await Promise.all([seen.resume(), heard.resume()]);
    const wanted = () => seen.consumer.preferredLayers?.spatialLayer;
    await eventually(() => (wanted() === 0 ? undefined : `the smallest picture, not ${wanted()}`));
    expect(heard.consumer.paused).toBe(false);
    strainRatio = 0.2;
    await eventually(() => (wanted() === 2 ? undefined : `the largest picture, not ${wanted()}`));
  });
});
