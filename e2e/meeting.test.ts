import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { eventually } from './rig/eventually.js';
import { Person } from './rig/person.js';
import { Stack } from './rig/stack.js';

const TONES_HZ = { Ada: 500, Ben: 900, Cem: 1_400 } as const;

type Three = readonly [Person, Person, Person];

let stack: Stack;
const present = new Set<Person>();

beforeAll(async () => {
  stack = await Stack.start({ SEAT_GRACE_MS: '3000', SEAT_PART_GRACE_MS: '8000' });
});
afterEach(async () => {
  await Promise.all([...present].map((person) => person.depart()));
  present.clear();
});
afterAll(() => stack.stop());

async function arrive(name: keyof typeof TONES_HZ): Promise<Person> {
  // Many pictures on few cores: slow ones are enough to see that they move.
  const person = await Person.arrive({ name, toneHz: TONES_HZ[name], framesPerSecond: 10 });
  present.add(person);
  return person;
}

/** Three people in one meeting, the first of them its host. */
async function threeInAMeeting(): Promise<Three> {
  const [ada, ben, cem] = await Promise.all([arrive('Ada'), arrive('Ben'), arrive('Cem')]);
  const link = await ada.openMeeting(stack.url);
  await ada.join();
  await Promise.all([ben.join(link), cem.join(link)]);
  return [ada, ben, cem];
}

/** Packets of sound that came in so far, over all people. */
async function soundPackets(person: Person): Promise<number> {
  const streams = await person.streams();
  return streams
    .filter(({ kind, direction }) => kind === 'audio' && direction === 'in')
    .reduce((sum, { packetCount }) => sum + packetCount, 0);
}

// Meetings are what a run spends its time on, so each of them has a story.
it('lets three people see and hear each other, fall silent, go dark and show a screen', async () => {
  const people = await threeInAMeeting();
  await allSeeAndHear(people);
  await silenceIsSilentOnTheWire(people);
  await cameraGoesAndComes(people);
  await screenIsShared(people);
  expect(people.flatMap(({ faults }) => faults)).toEqual([]);
});

it('keeps and frees seats as people leave, reload and vanish, and ends at the host’s word', async () => {
  const people = await threeInAMeeting();
  await leavesAndReturns(people);
  await reloadsUnasked(people);
  await vanishes(people);
  await endsForEveryone(people);
});

async function allSeeAndHear([ada, ben, cem]: Three): Promise<void> {
  await Promise.all([ada.seesMoving(['Ben', 'Cem']), ben.seesMoving(['Ada', 'Cem']), cem.seesMoving(['Ada', 'Ben'])]);
  await ada.hears([TONES_HZ.Ben, TONES_HZ.Cem]);
  await ben.hears([TONES_HZ.Ada, TONES_HZ.Cem]);
  await cem.hears([TONES_HZ.Ada, TONES_HZ.Ben]);
}

async function silenceIsSilentOnTheWire([ada, ben, cem]: Three): Promise<void> {
  await ben.press('Mute microphone');
  await ada.tileOf('Ben').and(ada.page.locator('[data-audio="off"]')).waitFor();
  await ada.hears([TONES_HZ.Cem]);
  await cem.press('Mute microphone');
  await ada.hears([]);
  // Both are silent now. While their pictures go on, not one more packet of sound may come in.
  await eventually(async () => {
    const before = await soundPackets(ada);
    await ada.seesMoving(['Ben', 'Cem']);
    const came = (await soundPackets(ada)) - before;
    return came === 0 ? undefined : `${came} packets of sound came while everyone was muted`;
  });

  await ben.press('Unmute microphone');
  await ada.hears([TONES_HZ.Ben]);
}

async function cameraGoesAndComes([ada, ben]: Three): Promise<void> {
  await ben.press('Turn camera off');
  await ada.tileOf('Ben').and(ada.page.locator('[data-video="off"]')).waitFor();
  await ben.press('Turn camera on');
  await ada.tileOf('Ben').and(ada.page.locator('[data-video="on"]')).waitFor();
  await ada.seesMoving(['Ben']);
}

async function screenIsShared([ada, ben, cem]: Three): Promise<void> {
  await ben.press('Share screen');
  for (const viewer of [ada, cem]) {
    const share = viewer.page.getByTestId('share-tile').locator('video');
    await share.waitFor();
    await eventually(async () => {
      const shown = await share.evaluate(
        (video) => (video as HTMLVideoElement).getVideoPlaybackQuality().totalVideoFrames,
      );
      return shown > 0 ? undefined : `${viewer.name} sees no frame of the share`;
    });
  }
  await ben.press('Stop sharing');
  for (const viewer of [ada, cem]) await viewer.page.getByTestId('share-tile').waitFor({ state: 'detached' });
}

/** Whoever leaves is off the screens within a second. */
async function leavesAndReturns([ada, ben]: Three): Promise<void> {
  await ada.tileOf('Ben').waitFor();
  await ben.press('Leave');
  await ada.tileOf('Ben').waitFor({ state: 'detached', timeout: 1_000 });
  await ben.page.getByRole('heading', { name: 'You left the meeting' }).waitFor();

  await ben.page.getByRole('button', { name: /rejoin/i }).click();
  await ben.join();
  await ada.seesMoving(['Ben']);
}

/** The seat is theirs still, and nothing is asked. */
async function reloadsUnasked([ada, ben]: Three): Promise<void> {
  const tile = await ada.tileOf('Ben').elementHandle();
  await ben.page.reload();
  await ben.toolbar().waitFor();
  await ben.seesMoving(['Ada']);
  await ada.seesMoving(['Ben']);
  expect(await tile?.evaluate((element) => element.isConnected)).toBe(true);
  expect(await ada.tileOf('Ben').count()).toBe(1);
}

/** Nobody says goodbye when a browser is killed. */
async function vanishes([ada, , cem]: Three): Promise<void> {
  present.delete(cem);
  await cem.vanish();
  await ada.tileOf('Cem').waitFor({ state: 'detached' });
  expect(await ada.page.getByTestId('tile').count()).toBe(2);
}

/** The link says so afterwards, too. */
async function endsForEveryone([ada, ben]: Three): Promise<void> {
  const link = ada.page.url();
  await ada.press('Host controls');
  await ada.page.getByRole('menuitem', { name: 'End meeting for all' }).click();
  await ada.page.getByRole('alertdialog').getByRole('button', { name: /end/i }).click();
  for (const person of [ada, ben]) await person.page.getByRole('heading', { name: 'Meeting ended' }).waitFor();

  await ben.page.goto(link);
  await ben.page.getByRole('heading', { name: /ended|doesn.t work/i }).waitFor();
}
