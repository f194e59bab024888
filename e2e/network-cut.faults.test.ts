import { expect, it } from '@jest/globals';
import { canMakeNetworks, Network } from './rig/network.js';
import { Person } from './rig/person.js';
import { Stack } from './rig/stack.js';

/*
 * One person's network is cut for so many seconds and comes back: how long after its return everybody sees new pictures
 * again. Printed with the goal beside it; asserted is that nobody did anything, and nobody was seen to leave.
 */

const CUTS_MS = (process.env['CUTS_MS'] ?? '1000,2000,5000,10000,20000').split(',').map(Number);
const SHORT_CUT_MS = 5_000;

/** Without a word, as when a cable is pulled, or with every try refused at once, as by a router that has lost its line. */
const MANNERS = {
  silent: { begin: (network: Network) => network.cut(), end: (network: Network) => network.mend() },
  refused: { begin: (network: Network) => network.refuse(), end: (network: Network) => network.accept() },
} as const;
type Manner = keyof typeof MANNERS;

// Elsewhere than on Linux, or without the right to make networks, there is nothing to cut.
const maybe = canMakeNetworks() ? it : it.skip;

maybe(
  `comes back after cuts of ${CUTS_MS.join(', ')} ms`,
  async () => {
    const network = new Network();
    const people: Person[] = [];
    let stack: Stack | undefined;
    try {
      stack = await Stack.start(network.settings);
      const trustedOrigin = `http://${network.address}:${stack.port}`;
      const ada = await Person.arrive({ name: 'Ada', toneHz: 500, trustedOrigin });
      const ben = await Person.arrive({ name: 'Ben', toneHz: 900, trustedOrigin, network });
      people.push(ada, ben);
      const link = await ada.openMeeting(trustedOrigin);
      await ada.join();
      await ben.join(link);
      for (const manner of Object.keys(MANNERS) as Manner[])
        for (const cutMs of CUTS_MS) await cutAndReturn(network, [ada, ben], { cutMs, manner });
      expect([...ada.faults, ...ben.faults]).toEqual([]);
    } finally {
      await Promise.all(people.map((person) => person.depart()));
      await stack?.stop();
      network.remove();
    }
  },
  600_000,
);

async function cutAndReturn(
  network: Network,
  [ada, ben]: readonly [Person, Person],
  { cutMs, manner }: { readonly cutMs: number; readonly manner: Manner },
): Promise<void> {
  await Promise.all([ada.seesMoving(['Ben']), ben.seesMoving(['Ada'])]);
  MANNERS[manner].begin(network);
  await new Promise((resolve) => setTimeout(resolve, cutMs));
  MANNERS[manner].end(network);
  const mendedMs = performance.now();
  const back = [ada.seesMoving(['Ben']), ben.seesMoving(['Ada'])].map(async (seen) => {
    await seen;
    return Math.round(performance.now() - mendedMs);
  });
  const goalMs = cutMs <= SHORT_CUT_MS ? 1_500 : 4_000;
  const figures = (await Promise.all(back)).join(' and ');
  console.info(
    `network cut for ${cutMs} ms, ${manner}: four new pictures ${figures} ms after its return (goal ${goalMs} ms)`,
  );
  expect(await ada.page.getByTestId('tile').count()).toBe(2);
}
