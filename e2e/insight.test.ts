import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import type { Locator } from 'playwright-core';
import { eventually } from './rig/eventually.js';
import { Person } from './rig/person.js';
import { Stack } from './rig/stack.js';

let stack: Stack;
const present = new Set<Person>();

beforeAll(async () => {
  // VP9 before VP8: what browsers that can layer it send then is one stream with all sizes in it.
  stack = await Stack.start({ MEDIA_VIDEO_CODECS: 'vp9,vp8,h264' });
});
afterEach(async () => {
  await Promise.all([...present].map((person) => person.depart()));
  present.clear();
});
afterAll(() => stack.stop());

async function arrive(name: string, toneHz: number): Promise<Person> {
  const person = await Person.arrive({ name, toneHz, framesPerSecond: 10, cameraWidthPx: 640 });
  present.add(person);
  return person;
}

async function twoInAMeeting(): Promise<readonly [Person, Person]> {
  const [ada, ben] = await Promise.all([arrive('Ada', 500), arrive('Ben', 900)]);
  const link = await ada.openMeeting(stack.url);
  await ada.join();
  await ben.join(link);
  await ada.seesMoving(['Ben']);
  return [ada, ben];
}

async function chooseOfMore(person: Person, item: string): Promise<void> {
  await person.press('More');
  await person.page.getByRole('menuitem', { name: item }).click();
}

function panelOf(person: Person, name: string): Locator {
  return person.page.getByRole('complementary', { name, exact: true });
}

/** What goes out as video: one entry for each stream, with its size. */
async function sentWidthsPx(person: Person): Promise<number[]> {
  const streams = await person.streams();
  return streams.filter(({ kind, direction }) => kind === 'video' && direction === 'out').map(({ widthPx }) => widthPx);
}

// One story: setting up meetings takes longer than what is looked at in them.
it('tells what is sent how and to whom, and sends no more than is looked at', async () => {
  const [ada, ben] = await twoInAMeeting();
  await layeredCodecIsOneStream(ada, ben);
  await upperSizeIsOffWhileShownSmall(ada, ben);
  await sharesTextAndMotion(ada, ben);
  await whoHearsAndWhoIsPinned(ada);
});

/** Where hosts prefer it. The details tell so. */
async function layeredCodecIsOneStream(ada: Person, ben: Person): Promise<void> {
  await ben.seesMoving(['Ada']);
  expect(await sentWidthsPx(ben)).toHaveLength(1);
  await ada.tileOf('Ben').hover();
  await ada.tileOf('Ben').getByTestId('quality').click();
  const panel = panelOf(ada, 'Connection');
  const sent = panel.getByRole('region', { name: 'From Ben to the server' });
  await sent.getByText('VP9').waitFor();
  await sent.getByText('2 of 2').waitFor();
  const received = panel.getByRole('region', { name: 'From the server to you' });
  await received.getByText(/^\d+ × \d+, \d+ per second$/).waitFor();
  await received.getByText('Round trip').first().waitFor();
  await panel.getByRole('button', { name: 'Close Connection' }).click();
}

async function upperSizeIsOffWhileShownSmall(ada: Person, ben: Person): Promise<void> {
  await ada.page.setViewportSize({ width: 360, height: 300 });
  await eventually(async () => {
    const [widthPx] = await sentWidthsPx(ben);
    return widthPx === 320 ? undefined : `Ben sends ${widthPx} px for a small tile`;
  });
  await ada.page.setViewportSize({ width: 1_280, height: 800 });
  await eventually(async () => {
    const [widthPx] = await sentWidthsPx(ben);
    return widthPx === 640 ? undefined : `Ben sends ${widthPx} px for a large tile`;
  });
  await ada.seesMoving(['Ben']);
}

/** Through a reload, too. */
async function whoHearsAndWhoIsPinned(ada: Person): Promise<void> {
  await chooseOfMore(ada, 'Who hears me?');
  await panelOf(ada, 'Who hears whom').getByText('1 of 1 person hears you').waitFor();
  await ada.tileOf('Ben').hover();
  await ada.tileOf('Ben').getByRole('button', { name: 'Pin Ben' }).click();
  await ada.page.reload();
  await ada.toolbar().waitFor();
  await ada.tileOf('Ben').getByRole('button', { name: 'Unpin Ben' }).waitFor();
  await ada.seesMoving(['Ben']);
}

/** In one size and in several, as the presenter chooses while sharing. */
async function sharesTextAndMotion(ada: Person, ben: Person): Promise<void> {
  await ben.press('Share screen');
  const share = ada.page.getByTestId('share-tile').locator('video');
  await share.waitFor();
  const hint = () =>
    ben.page.evaluate(() => {
      const { connections } = (globalThis as unknown as { testProbe: { connections: RTCPeerConnection[] } }).testProbe;
      const tracks = connections.flatMap((one) => one.getSenders()).flatMap(({ track }) => track ?? []);
      return tracks.find(({ kind, contentHint }) => kind === 'video' && contentHint !== 'motion')?.contentHint;
    });
  await eventually(async () => ((await hint()) === 'text' ? undefined : 'the share is not sent as text'));
  await ben.press('Sharing options');
  await ben.page.getByRole('menuitemradio', { name: 'Smooth motion' }).click();
  await eventually(async () => ((await hint()) === undefined ? undefined : 'the share is not sent as motion'));
  await eventually(async () => {
    const shown = await share.evaluate(
      (video) => (video as HTMLVideoElement).getVideoPlaybackQuality().totalVideoFrames,
    );
    return shown > 0 ? undefined : 'Ada sees nothing of the share';
  });
  await ben.press('Stop sharing');
  await ada.page.getByTestId('share-tile').waitFor({ state: 'detached' });
}
