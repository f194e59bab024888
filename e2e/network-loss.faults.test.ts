import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { eventually } from './rig/eventually.js';
import { canMakeNetworks, Network } from './rig/network.js';
import { Person } from './rig/person.js';
import { inWords, qualityOver } from './rig/quality.js';
import { Stack } from './rig/stack.js';

/*
 * One of three people has a bad network. What they hear and see meanwhile, and what the others notice of it, is printed with
 * the goal beside it; asserted is that nobody goes black or is lost, and that all is as before once the network is.
 */

const LOSS_SECONDS = Number(process.env['LOSS_SECONDS'] ?? '20');
const CAP_SECONDS = Number(process.env['CAP_SECONDS'] ?? '20');
const CAP_BPS = 300_000;
/** Wide enough to be sent in more than one size. */
const CAMERA_WIDTH_PX = 960;

/** Of the packets each way; the most of made-up sound and of standing pictures that people may notice. */
const LADDER = [
  { lossRatio: 0.02, concealedMaxRatio: 0.01, frozenMaxRatio: 0.01 },
  { lossRatio: 0.05, concealedMaxRatio: 0.03, frozenMaxRatio: 0.05 },
  { lossRatio: 0.1, concealedMaxRatio: 0.08, frozenMaxRatio: undefined },
] as const;

// Elsewhere than on Linux, or without the right to make networks, there is nothing to lose.
const maybe = canMakeNetworks() ? it : it.skip;

let network: Network;
let stack: Stack;
let ada: Person;
let ben: Person;
let cem: Person;

beforeEach(async () => {
  if (!canMakeNetworks()) return;
  network = new Network();
  stack = await Stack.start(network.settings);
  const trustedOrigin = `http://${network.address}:${stack.port}`;
  const rig = { trustedOrigin, framesPerSecond: 15, size: { width: 1_600, height: 900 } };
  ada = await Person.arrive({ ...rig, name: 'Ada', toneHz: 500, cameraWidthPx: CAMERA_WIDTH_PX });
  ben = await Person.arrive({ ...rig, name: 'Ben', toneHz: 900, network });
  cem = await Person.arrive({ ...rig, name: 'Cem', toneHz: 1_400, showsCamera: false });
  const link = await ada.openMeeting(trustedOrigin);
  await ada.join();
  await ben.join(link);
  await cem.join(link);
  await Promise.all([ada.seesMoving(['Ben']), ben.seesMoving(['Ada']), cem.seesMoving(['Ada'])]);
});
afterEach(async () => {
  if (!canMakeNetworks()) return;
  await Promise.all([ada, ben, cem].map((person) => person.depart()));
  await stack.stop();
  network.remove();
});

async function widthOf(person: Person): Promise<number> {
  return Math.max(0, ...(await person.arrivals()).map(({ widthPx }) => widthPx));
}

maybe(
  'keeps sound and pictures going while packets are lost',
  async () => {
    for (const { lossRatio, concealedMaxRatio, frozenMaxRatio } of LADDER) {
      network.loseUdp(lossRatio);
      const [theirs, others] = await Promise.all([qualityOver(ben, LOSS_SECONDS), qualityOver(cem, LOSS_SECONDS)]);
      const goals = `made-up sound ${concealedMaxRatio}, frozen ${frozenMaxRatio ?? 'whatever'}`;
      console.info(
        `${100 * lossRatio} % of packets lost each way: ${inWords(theirs)} (goals: ${goals}); with a good network: ${inWords(others)}`,
      );
      await ben.seesMoving(['Ada']);
      await ada.seesMoving(['Ben']);
    }
    network.loseUdp(0);
    await Promise.all([ben.hears([500, 1_400]), ada.hears([900, 1_400])]);
    expect(await ada.page.getByTestId('tile').count()).toBe(3);
  },
  900_000,
);

maybe(
  'falls to what fits a narrow line, sound first, and climbs back',
  async () => {
    await eventually(async () => {
      const widthPx = await widthOf(ben);
      return widthPx >= CAMERA_WIDTH_PX / 2 ? undefined : `Ben sees ${widthPx} pixels of Ada`;
    });
    const wideWidthPx = await widthOf(ben);
    network.limitDownload(CAP_BPS);
    const [theirs, others] = await Promise.all([qualityOver(ben, CAP_SECONDS), qualityOver(cem, CAP_SECONDS)]);
    console.info(
      `no more than ${CAP_BPS / 1_000} kbit/s: ${inWords(theirs)} (goals: made-up sound 0.02, a picture of 5 frames/s); with a good network: ${inWords(others)}`,
    );
    await ben.seesMoving(['Ada']);
    network.limitDownload(undefined);
    const liftedMs = performance.now();
    await eventually(async () => {
      const widthPx = await widthOf(ben);
      return widthPx >= wideWidthPx ? undefined : `Ben sees ${widthPx} pixels of Ada, not ${wideWidthPx}`;
    });
    console.info(
      `as wide as before ${Math.round(performance.now() - liftedMs)} ms after it was lifted (goal 15000 ms)`,
    );
    await ben.hears([500, 1_400]);
  },
  900_000,
);
