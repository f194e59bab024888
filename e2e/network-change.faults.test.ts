import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { figuresOf, watchGaps } from './rig/gaps.js';
import { canMakeNetworks, Network } from './rig/network.js';
import { Person } from './rig/person.js';
import { Stack } from './rig/stack.js';

/*
 * Somebody's address changes, or their network lets no UDP through any more, in the middle of a meeting or from its start.
 * How long pictures stood still is printed with the goal beside it; asserted is that they move again, and nobody was seen to
 * leave.
 */

const CHANGES_COUNT = Number(process.env['ADDRESS_CHANGES'] ?? '3');
const BLOCKS_COUNT = Number(process.env['UDP_BLOCKS'] ?? '2');

// Elsewhere than on Linux, or without the right to make networks, there is nothing to change.
const maybe = canMakeNetworks() ? it : it.skip;

let network: Network;
let stack: Stack;
let origin: string;
let people: Person[] = [];

beforeAll(async () => {
  if (!canMakeNetworks()) return;
  network = new Network();
  stack = await Stack.start(network.settings);
  origin = `http://${network.address}:${stack.port}`;
});
afterEach(async () => {
  await Promise.all(people.map((person) => person.depart()));
  people = [];
});
afterAll(async () => {
  if (!canMakeNetworks()) return;
  await stack.stop();
  network.remove();
});

async function arrive(name: string, toneHz: number, own?: Network): Promise<Person> {
  const person = await Person.arrive({ name, toneHz, trustedOrigin: origin, ...(own && { network: own }) });
  people.push(person);
  return person;
}

async function bothSee(ada: Person, ben: Person): Promise<void> {
  await Promise.all([ada.seesMoving(['Ben']), ben.seesMoving(['Ada'])]);
}

/** Longest time that either saw the other stand still, in ms, from a change until pictures move on both screens. */
async function gapOf(ada: Person, ben: Person, change: () => void): Promise<number> {
  const gaps = [await watchGaps(ada.page, 'Ben'), await watchGaps(ben.page, 'Ada')];
  await bothSee(ada, ben);
  for (const gapMs of gaps) await gapMs();
  change();
  // What was on its way when it happened is still shown; so the next look is at pictures of after it.
  await bothSee(ada, ben);
  await bothSee(ada, ben);
  await Promise.all([ada.hears([900]), ben.hears([500])]);
  return Math.max(...(await Promise.all(gaps.map((gapMs) => gapMs()))));
}

maybe(
  'goes on from another address, and where UDP is blocked',
  async () => {
    const ada = await arrive('Ada', 500);
    const ben = await arrive('Ben', 900, network);
    const link = await ada.openMeeting(origin);
    await ada.join();
    await ben.join(link);
    await bothSee(ada, ben);
    const tile = await ada.tileOf('Ben').elementHandle();

    const changes: number[] = [];
    for (let count = 0; count < CHANGES_COUNT; count += 1)
      changes.push(await gapOf(ada, ben, () => network.changeAddress()));
    console.info(`another address (goal p95 3000 ms): ${figuresOf(changes)}`);

    const blocks: number[] = [];
    for (let count = 0; count < BLOCKS_COUNT; count += 1) {
      blocks.push(await gapOf(ada, ben, () => network.loseUdp(1)));
      network.loseUdp(0);
      // What flows over TCP would go on; a new address brings it back to UDP.
      await gapOf(ada, ben, () => network.changeAddress());
    }
    console.info(`UDP blocked in the meeting (goal 6000 ms): ${figuresOf(blocks)}`);

    expect(await tile?.evaluate((element) => element.isConnected)).toBe(true);
    expect(await ada.page.getByTestId('tile').count()).toBe(2);
    expect(people.flatMap(({ faults }) => faults)).toEqual([]);
  },
  900_000,
);

maybe(
  'lets somebody in whose network knows no UDP',
  async () => {
    const ada = await arrive('Ada', 500);
    const link = await ada.openMeeting(origin);
    await ada.join();
    network.loseUdp(1);
    const joins: number[] = [];
    for (let count = 0; count < BLOCKS_COUNT; count += 1) {
      const ben = await arrive('Ben', 900, network);
      await ben.page.goto(`${link}?lang=en`);
      await ben.page.getByRole('textbox', { name: 'Your name' }).fill('Ben');
      const pressedMs = performance.now();
      await ben.page.getByRole('button', { name: 'Join now' }).click();
      await ben.toolbar().waitFor();
      await ben.seesMoving(['Ada']);
      joins.push(performance.now() - pressedMs);
      await ada.seesMoving(['Ben']);
      await ben.press('Leave');
      await ada.tileOf('Ben').waitFor({ state: 'detached' });
    }
    network.loseUdp(0);
    console.info(`a join without UDP, to the fourth picture (goal p95 5000 ms): ${figuresOf(joins)}`);
  },
  600_000,
);
