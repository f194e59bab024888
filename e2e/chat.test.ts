import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import type { Locator } from 'playwright-core';
import { Person } from './rig/person.js';
import { Stack } from './rig/stack.js';

let stack: Stack;
let ada: Person;
let ben: Person;

beforeAll(async () => {
  stack = await Stack.start();
});
afterEach(async () => {
  await Promise.all([ada, ben].map((person) => person.depart()));
});
afterAll(() => stack.stop());

async function twoInAMeeting(): Promise<void> {
  [ada, ben] = await Promise.all([Person.arrive({ name: 'Ada' }), Person.arrive({ name: 'Ben' })]);
  const link = await ada.openMeeting(stack.url);
  await ada.join();
  await ben.join(link);
}

function message({ page }: Person, text: string, status?: string): Locator {
  const all = page.locator(`[data-testid="message"]${status === undefined ? '' : `[data-status="${status}"]`}`);
  return all.filter({ hasText: text });
}

it('shows truly how far a message has come: delivered while nobody looks, read once it is on screen', async () => {
  await twoInAMeeting();
  await ada.press('Chat');
  await ada.says('are you there?');
  await message(ada, 'are you there?', 'delivered').waitFor();
  await ben.page.waitForFunction(() => document.title.startsWith('(1) '));
  expect(await message(ada, 'are you there?', 'read').count()).toBe(0);

  await ben.press('Chat');
  await message(ben, 'are you there?').waitFor();
  await message(ada, 'are you there?', 'read').waitFor();
  await ben.page.waitForFunction(() => !document.title.startsWith('('));
  expect([...ada.faults, ...ben.faults]).toEqual([]);
});

it('keeps what was written without a network, over a reload too, and delivers it once and in order', async () => {
  await twoInAMeeting();
  await ada.press('Chat');
  await ben.press('Chat');
  await ada.says('before');
  await message(ben, 'before').waitFor();

  await ben.page.context().setOffline(true);
  for (const text of ['offline one', 'offline two']) await ben.says(text);
  await message(ben, 'offline two', 'sending').waitFor();
  await ada.says('meanwhile');
  await message(ada, 'meanwhile', 'sent').waitFor();

  await ben.page.context().setOffline(false);
  await ben.page.reload();
  const name = ben.page.getByRole('textbox', { name: 'Your name' });
  await Promise.race([name.waitFor(), ben.toolbar().waitFor()]);
  if (await name.isVisible()) await ben.join();
  await ben.press('Chat');
  await message(ben, 'offline two', 'read').waitFor();
  await message(ada, 'meanwhile', 'read').waitFor();
  const texts = await ada.page.getByTestId('message').locator('p[dir="auto"]').allTextContents();
  expect(texts).toEqual(['before', 'meanwhile', 'offline one', 'offline two']);
});

it('shows hostile words as words, and asks no other server for anything', async () => {
  await twoInAMeeting();
  const foreign: string[] = [];
  for (const { page } of [ada, ben])
    page.on('request', (request) => {
      if (!request.url().startsWith(stack.url)) foreign.push(request.url());
    });
  await ada.press('Chat');
  await ben.press('Chat');
  const hostile = [
    '<img src="https://evil.example/x.png" onerror="alert(1)">',
    '<script>alert(1)</script>',
    'javascript:alert(1)',
    'https://bank.example@evil.example/',
    '\u202eexe.gpj\u202c',
    `Z${'\u0301'.repeat(3_000)}`,
    '\ud800 half a pair',
    'https://evil.example/preview',
  ];
  for (const text of hostile) await ada.says(text);
  await message(ben, 'https://evil.example/preview').waitFor();

  const shown = ben.page.getByRole('log', { name: 'Messages' });
  expect(await shown.locator('img, script, iframe').count()).toBe(0);
  const hrefs = await shown.locator('a').evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).href));
  expect(hrefs).toEqual(['https://evil.example/x.png', 'https://evil.example/preview']);
  expect(await shown.evaluate((list) => list.scrollWidth <= list.clientWidth)).toBe(true);
  expect([foreign, ada.faults, ben.faults]).toEqual([[], [], []]);
});
