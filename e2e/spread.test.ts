import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from './rig/eventually.js';
import { Person } from './rig/person.js';
import { Stack } from './rig/stack.js';

/*
 * One meeting over two workers, and over two media hosts: people notice nothing of it. Here the short way through;
 * `npm run test:faults` goes all ways of meeting.test.ts and recovery.test.ts on each.
 */

const TONES_HZ = { Ada: 500, Ben: 900 } as const;

/** Streams that are carried between workers or hosts at this moment. */
async function carriedCount(stack: Stack): Promise<number> {
  const text = await (await fetch(`${stack.url}/metrics`)).text();
  return [...text.matchAll(/^parley_media_(?:pipes|relays)_count\{[^}]*\} (\d+)/gm)].reduce(
    (sum, [, count]) => sum + Number(count),
    0,
  );
}

describe.each(['two-workers', 'two-hosts'] as const)('a meeting over %s', (places) => {
  let stack: Stack;
  let people: readonly Person[] = [];

  beforeAll(async () => {
    stack = await Stack.start({}, places);
  });
  afterAll(async () => {
    await Promise.all(people.map((person) => person.depart()));
    await stack.stop();
  });

  it('lets people see and hear each other, muted or not, and share a screen', async () => {
    const [ada, ben] = await Promise.all(
      Object.entries(TONES_HZ).map(([name, toneHz]) => Person.arrive({ name, toneHz })),
    );
    people = [ada!, ben!];
    const link = await ada!.openMeeting(stack.url);
    await ada!.join();
    await ben!.join(link);

    await Promise.all([ada!.seesMoving(['Ben']), ben!.seesMoving(['Ada'])]);
    await ada!.hears([TONES_HZ.Ben]);
    await ben!.hears([TONES_HZ.Ada]);
    expect(await carriedCount(stack)).toBeGreaterThanOrEqual(4);

    await ben!.press('Mute microphone');
    await ada!.tileOf('Ben').and(ada!.page.locator('[data-audio="off"]')).waitFor();
    await ada!.hears([]);
    await ben!.press('Unmute microphone');
    await ada!.hears([TONES_HZ.Ben]);

    await ben!.press('Share screen');
    await ada!.page.getByTestId('share-tile').locator('video').waitFor();
    await ben!.press('Leave');
    await ada!.tileOf('Ben').waitFor({ state: 'detached' });
    await eventually(async () => {
      const count = await carriedCount(stack);
      return count === 0 ? undefined : `${count} streams are still carried for nobody`;
    });
    expect([...ada!.faults, ...ben!.faults]).toEqual([]);
  });
});
