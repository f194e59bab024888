import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { eventually } from './rig/eventually.js';
import { Person, type PersonOptions } from './rig/person.js';
import { Stack } from './rig/stack.js';

let stack: Stack;
const present = new Set<Person>();

beforeAll(async () => {
  stack = await Stack.start();
});
afterEach(async () => {
  await Promise.all([...present].map((person) => person.depart()));
  present.clear();
});
afterAll(() => stack.stop());

async function arrive(options: Partial<PersonOptions> = {}): Promise<Person> {
  const person = await Person.arrive({ name: 'Ada', framesPerSecond: 5, ...options });
  present.add(person);
  return person;
}

/** What axe-core finds wrong with a page as it is now, by rule and element. */
async function faultsOf(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
}

const looks = [
  { size: { width: 1_280, height: 800 }, colorScheme: 'light' },
  { size: { width: 390, height: 844 }, colorScheme: 'dark' },
] as const;

it.each(looks)('has nothing that axe-core finds wrong, in the $colorScheme', async (look) => {
  const ada = await arrive(look);
  const { page } = ada;
  for (const path of ['/login', '/register', '/m/nowhere', '/']) {
    await page.goto(`${stack.url}${path}?lang=en`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect([path, await faultsOf(page)]).toEqual([path, []]);
  }
  await ada.openMeeting(stack.url);
  await page.getByRole('textbox', { name: 'Your name' }).waitFor();
  expect(await faultsOf(page)).toEqual([]);
  await ada.join();
  expect(await faultsOf(page)).toEqual([]);
  for (const panel of ['People', 'Chat']) {
    await ada.press(panel);
    await page.getByRole('complementary', { name: panel }).waitFor();
    expect([panel, await faultsOf(page)]).toEqual([panel, []]);
    await page.getByRole('button', { name: `Close ${panel}` }).click();
  }
  await ada.press('Leave');
  await page.getByRole('heading', { name: 'You left the meeting' }).waitFor();
  expect(await faultsOf(page)).toEqual([]);
});

it('keeps a keyboard out of what a panel covers on a phone, and brings it back', async () => {
  const ada = await arrive({ size: { width: 390, height: 844 } });
  await ada.openMeeting(stack.url);
  await ada.join();
  await ada.press('People');
  const panel = ada.page.getByRole('complementary', { name: 'People' });
  await eventually(async () => ((await hasFocus(panel)) ? undefined : 'the panel has not taken the focus'));
  await ada.toolbar().waitFor({ state: 'hidden' });
  await ada.page.keyboard.press('Escape');
  const button = ada.toolbar().getByRole('button', { name: 'People' });
  await eventually(async () => ((await hasFocus(button)) ? undefined : 'the button is not focused again'));
});

it('leads from the home page into a meeting and out of it without a mouse', async () => {
  const { page } = await arrive();
  await page.goto(`${stack.url}/?lang=en`);
  await tabTo(page, 'New meeting');
  await page.keyboard.press('Enter');
  await page.getByRole('textbox', { name: 'Your name' }).waitFor();
  await tabTo(page, 'Your name');
  await page.keyboard.type('Ada');
  await page.keyboard.press('Enter');
  await page.getByRole('toolbar', { name: 'Meeting controls' }).waitFor();
  await tabTo(page, 'Mute microphone');
  // One stop of the tab key, and arrows within, as toolbars are.
  for (let step = 0; step < 20; step += 1) {
    const before = await focusedName(page);
    if (before === 'Chat') break;
    await page.keyboard.press('ArrowRight');
    await eventually(async () => ((await focusedName(page)) === before ? 'the next button' : undefined));
  }
  await page.keyboard.press('Enter');
  await page.getByRole('textbox', { name: 'Message' }).waitFor();
  await tabTo(page, 'Message');
  await page.keyboard.type('hello');
  await page.keyboard.press('Enter');
  await page.getByTestId('message').getByText('hello').waitFor();
  await page.keyboard.press('Escape');
  await focusIsOn(page, 'Chat');
  await page.keyboard.press('End');
  await focusIsOn(page, 'Leave');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'You left the meeting' }).waitFor();
});

it('warns of nothing in the console of a browser', async () => {
  const ada = await arrive();
  const told: string[] = [];
  ada.page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) told.push(message.text());
  });
  await ada.openMeeting(stack.url);
  await ada.join();
  await ada.press('Chat');
  await ada.page.getByRole('textbox', { name: 'Message' }).waitFor();
  expect(told).toEqual([]);
});

type Place = ReturnType<Page['getByRole']>;

function hasFocus(place: Place): Promise<boolean> {
  return place.evaluate((element) => element.contains(document.activeElement));
}

function focusedName(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement;
    const labels =
      element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement ? element.labels : null;
    return element?.getAttribute('aria-label') ?? labels?.[0]?.textContent ?? element?.textContent ?? '';
  });
}

/** A toolbar moves the focus a turn after the key. */
async function focusIsOn(page: Page, name: string): Promise<void> {
  await eventually(async () => {
    const focused = await focusedName(page);
    return focused === name ? undefined : `focus on ${name}: it is on ${focused}`;
  });
}

/** Presses Tab until what has that name is focused. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let press = 0; press < 40; press += 1) {
    if ((await focusedName(page)).trim() === name) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not lead to “${name}”`);
}
