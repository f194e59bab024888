import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { openBrowser, outcomeOf } from './support/browser.js';
import { World } from './support/world.js';

let world: World;

beforeAll(async () => {
  world = await World.open({ SOCKETS_MAX: '3' });
});
afterAll(() => world.close());

async function arrive() {
  const { token } = await world.guest();
  const browser = openBrowser(world.url, { token });
  return { browser, outcome: await outcomeOf(browser) };
}

it('tells a newcomer too many that it is full, lets those be who are there, and the next in when one has gone', async () => {
  const present = [await arrive(), await arrive(), await arrive()];
  expect(present.map(({ outcome }) => outcome)).toEqual([undefined, undefined, undefined]);

  for (let count = 0; count < 20; count += 1) {
    const { outcome } = await arrive();
    expect(outcome?.data).toEqual({ code: 'server-full', message: 'This server is full.' });
  }
  expect(present.every(({ browser }) => browser.connected)).toBe(true);

  present[0]?.browser.disconnect();
  // Until the server has seen the end of that connection. The test's own patience ends it otherwise.
  let newcomer = await arrive();
  while (newcomer.outcome !== undefined) newcomer = await arrive();
  newcomer.browser.disconnect();
  for (const { browser } of present) browser.disconnect();
});
