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

  it('grows while the worker is strained, and has an end', () => {
    expect(levels(0.89, 0.9, 0.95, 1, 1, 1)).toEqual([0, 1, 2, 3, 4, 4]);
  });

  it('stays between strained and relaxed, so that it does not swing', () => {
    expect(levels(1, 1, 0.8, 0.8, 0.7, 0.8, 0.7)).toEqual([1, 2, 2, 2, 1, 1, 0]);
  });

  it('is over at once when the load is', () => {
    expect(levels(1, 1, 1, 0.3)).toEqual([1, 2, 3, 0]);
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
    const load = { cpuRatio: 0.95 };
    const direct = directPlacement({
      createRouter: (codecs) => worker.createRouter(codecs),
      webRtcServer: worker.webRtcServer,
      isLeaving: false,
      load,
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
    load.cpuRatio = 0.2;
    await eventually(() => (wanted() === 2 ? undefined : `the largest picture, not ${wanted()}`));
  });
});
