import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Download, Locator } from 'playwright-core';
import { signIn } from './rig/accounts.js';
import { hostileTexts, inMessages, MARK } from './rig/hostile.js';
import { Person } from './rig/person.js';
import { eventually } from './rig/eventually.js';
import { PostOffice } from './rig/post-office.js';
import { Stack } from './rig/stack.js';

let postOffice: PostOffice;
let stack: Stack;
let ada: Person;
let ben: Person;
let cem: Person;

beforeAll(async () => {
  postOffice = await PostOffice.open();
  stack = await Stack.start({ SMTP_URL: postOffice.url, MAIL_FROM: 'parley@example.org' });
  [ada, ben, cem] = await Promise.all([
    Person.arrive({ name: 'Ada' }),
    Person.arrive({ name: 'Ben', toneHz: 660 }),
    Person.arrive({ name: 'Cem', toneHz: 880, showsCamera: false }),
  ]);
  await Promise.all([ada, ben, cem].map((person) => signIn(person, { stack, postOffice })));
  await meet();
});
afterAll(async () => {
  await Promise.all([ada, ben, cem].map((person) => person.depart()));
  await stack.stop();
  await postOffice.close();
});

/** Only who has met in a meeting can write to each other. */
async function meet(): Promise<void> {
  const link = await ada.openMeeting(stack.url);
  await ada.join();
  await Promise.all([ben.join(link), cem.join(link)]);
  await Promise.all([ada, ben, cem].map((person) => person.press('Leave')));
  await Promise.all(
    [ada, ben, cem].map(({ page }) => page.getByRole('heading', { name: 'You left the meeting' }).waitFor()),
  );
}

const open = ({ page }: Person, path: string) => page.goto(`${stack.url}${path}?lang=en`);
const button = ({ page }: Person, name: string | RegExp) => page.getByRole('button', { name, exact: true });
const row = ({ page }: Person, name: string | RegExp) =>
  page.getByRole('list', { name: 'Your conversations' }).getByRole('link', { name });

async function textOf(download: Download): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

function message({ page }: Person, text: string | RegExp, status?: string): Locator {
  const all = page.locator(`[data-testid="message"]${status === undefined ? '' : `[data-status="${status}"]`}`);
  return all.filter({ hasText: text });
}

it('carries messages between two who are signed in, and shows truly how far each has come', async () => {
  await ben.page.goto('about:blank');
  await open(ada, '/conversations');
  await button(ada, 'New conversation').click();
  await ada.page.getByRole('button', { name: 'Ben' }).click();
  await button(ada, 'Start conversation').click();
  await ada.page.waitForURL(/\/c\/[0-9a-f-]{36}/);
  await ada.page.getByText('Say something; everyone here will see it.').waitFor();

  await ada.page.context().setOffline(true);
  await ada.says('one');
  await message(ada, 'one', 'sending').waitFor();
  await ada.page.context().setOffline(false);
  // Ben has no page open anywhere.
  await message(ada, 'one', 'sent').waitFor();

  await open(ben, '/account');
  await message(ada, 'one', 'delivered').waitFor();
  await ben.page.waitForFunction(() => document.title.startsWith('(1) '));
  expect(await message(ada, 'one', 'read').count()).toBe(0);

  await ben.page.getByRole('link', { name: 'Conversations' }).click();
  await row(ben, /Ada.*1 unread message.*Online/s).click();
  await message(ada, 'one', 'read').waitFor();
  await ben.page.waitForFunction(() => !document.title.startsWith('('));
  await ben.says('two, for @Ada');
  await message(ada, 'two, for @Ada').waitFor();
  await message(ben, 'two', 'read').waitFor();

  const file = { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('what was decided') };
  await ada.page.locator('input[type="file"]').setInputFiles(file);
  await ada.page.getByRole('listitem', { name: 'notes.txt' }).getByText('16 byte').waitFor();
  await eventually(async () =>
    (await button(ada, 'Send').getAttribute('aria-disabled')) === null ? undefined : 'the file',
  );
  await ada.page.getByRole('textbox', { name: 'Message' }).press('Enter');
  const downloading = ben.page.waitForEvent('download');
  await button(ben, 'Download notes.txt').click();
  const download = await downloading;
  expect([download.suggestedFilename(), await textOf(download)]).toEqual(['notes.txt', 'what was decided']);
  expect([...ada.faults, ...ben.faults]).toEqual([]);
});

const ringing = ({ page }: Person, name: string) => page.getByRole('dialog', { name: `${name} is calling` });

it('rings, is declined with words, is missed, and is taken', async () => {
  const calling = ada.page.getByRole('dialog');
  await button(ada, 'Video call').click();
  await calling.getByText('It is ringing.').waitFor();
  await ringing(ben, 'Ada').getByRole('button', { name: 'Decline with a message' }).click();
  await ben.page.getByRole('menuitem', { name: 'I am in a meeting.' }).click();
  await ada.page.getByRole('dialog', { name: 'Ben declined the call' }).getByText('I am in a meeting.').waitFor();
  await ringing(ben, 'Ada').waitFor({ state: 'detached' });

  await calling.getByRole('button', { name: 'Call again' }).click();
  await ringing(ben, 'Ada').waitFor();
  await calling.getByRole('button', { name: 'Cancel call' }).click();
  await ringing(ben, 'Ada').waitFor({ state: 'detached' });
  await message(ben, 'Missed call').last().waitFor();

  await button(ben, 'Audio call').click();
  await ringing(ada, 'Ben').getByRole('button', { name: 'Accept' }).click();
  await Promise.all([ada, ben].map((person) => person.toolbar().waitFor()));
  await ada.hears([660]);
  await ben.press('Leave');
  await ada.page.getByRole('heading', { name: 'Meeting ended' }).waitFor();
  await open(ada, '/conversations');
  await row(ada, 'Ben').click();
  await ada.page
    .getByTestId('message')
    .filter({ hasText: /Call, \d+:\d\d/ })
    .waitFor();
  expect([...ada.faults, ...ben.faults]).toEqual([]);
});

it('takes a third person in, whom it tells of the call between the two, and goes on when one of three leaves', async () => {
  await open(cem, '/conversations');
  await open(ben, '/conversations');
  await button(ada, 'Audio call').click();
  await ringing(ben, 'Ada').getByRole('button', { name: 'Accept' }).click();
  await Promise.all([ada, ben].map((person) => person.toolbar().waitFor()));
  await ada.press('People');
  await button(ada, 'Add people').click();
  await ada.page.getByRole('dialog').getByRole('button', { name: 'Cem' }).click();
  await button(ada, 'Call').click();
  await ringing(cem, 'Ada').getByText('with Ben').waitFor();
  await ringing(cem, 'Ada').getByRole('button', { name: 'Decline', exact: true }).click();
  const called = ada.page.getByRole('region', { name: 'Called' });
  await called.getByText('Declined').waitFor();
  await row(cem, /Ada.*Call declined/s).waitFor();
  await called.getByRole('button', { name: 'Call Cem again' }).click();
  await ringing(cem, 'Ada').getByRole('button', { name: 'Accept' }).click();
  await Promise.all([ada.hears([660, 880]), called.waitFor({ state: 'detached' })]);
  await cem.press('Leave');
  await ben.press('Leave');
  await ada.tileOf('Ben').waitFor({ state: 'detached' });
  await ada.press('Leave');
  await ada.page.getByRole('heading', { name: 'You left the meeting' }).waitFor();
  await open(cem, '/conversations');
  await row(cem, /Ada.*Call/s).click();
  await message(cem, /Call, \d+:\d\d/).waitFor();
  expect([...ada.faults, ...ben.faults, ...cem.faults]).toEqual([]);
});

it('shows two hundred hostile texts as text: no script runs, nobody else is asked, nothing leaves its place', async () => {
  const foreign: string[] = [];
  for (const { page } of [ada, ben])
    page.on('request', (request) => {
      if (!request.url().startsWith(stack.url) && !request.url().startsWith('blob:')) foreign.push(request.url());
    });
  const texts = hostileTexts();
  expect(new Set(texts).size).toBe(200);
  await Promise.all([ada, ben].map((person) => open(person, '/conversations')));
  await Promise.all([row(ada, 'Ben').click(), row(ben, 'Ada').click()]);
  const log = ben.page.getByRole('log', { name: 'Messages' });
  for (const text of inMessages(texts, 1_500)) {
    // As the box makes it of what is put into it, and as anything is sent that cannot be stored.
    const wanted = await ada.page.getByRole('textbox', { name: 'Message' }).evaluate(typed, text);
    await ada.page.getByRole('textbox', { name: 'Message' }).press('Enter');
    const shown = log.getByTestId('message').last().locator('p[dir="auto"]');
    await eventually(async () =>
      (await shown.textContent()) === wanted ? undefined : `the text ${text.slice(0, 60)}`,
    );
    expect(await log.locator('img, script, iframe, svg:not([aria-hidden]), object, video, style').count()).toBe(0);
    expect(await log.evaluate((list) => list.scrollWidth <= list.clientWidth)).toBe(true);
  }
  const hrefs = await log
    .locator('a')
    .evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).protocol));
  expect(hrefs.filter((protocol) => protocol !== 'https:' && protocol !== 'http:')).toEqual([]);
  expect(await Promise.all([ada, ben].map(({ page }) => page.evaluate((mark) => mark in window, MARK)))).toEqual([
    false,
    false,
  ]);
  expect([foreign, ada.faults, ben.faults]).toEqual([[], [], []]);
});

it('gives a group another name, and takes members out of it, for whom it is gone', async () => {
  await open(ada, '/conversations');
  await button(ada, 'New conversation').click();
  for (const name of ['Ben', 'Cem']) await ada.page.getByRole('dialog').getByRole('button', { name }).click();
  await ada.page.getByLabel('Name of the group').fill('Choir');
  await button(ada, 'Make group').click();
  await ada.page.waitForURL(/\/c\/[0-9a-f-]{36}/);
  await Promise.all([ben, cem].map((person) => open(person, '/conversations')));
  await Promise.all([ben, cem].map((person) => row(person, /Choir/).click()));
  await button(ada, 'More about this conversation').click();
  await ada.page.getByRole('menuitem', { name: 'Rename group' }).click();
  await ada.page.getByLabel('Name of the group').fill('Chamber choir');
  await button(ada, 'Rename').click();
  await ben.page.getByRole('heading', { name: 'Chamber choir' }).waitFor();
  await ben.page.getByRole('log').getByText('Ada named the group “Chamber choir”').waitFor();

  await button(ada, '3 members').click();
  await button(ada, 'Remove Cem from the group').click();
  await ada.page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
  await row(cem, /choir/i).waitFor({ state: 'detached' });
  await cem.page.getByText('This conversation cannot be opened').waitFor();
  await cem.page.reload();
  await cem.page.getByText('This conversation cannot be opened').waitFor();

  await button(ben, 'More about this conversation').click();
  await ben.page.getByRole('menuitem', { name: 'Leave group' }).click();
  await ben.page.getByRole('alertdialog').getByRole('button', { name: 'Leave group' }).click();
  await row(ben, /choir/i).waitFor({ state: 'detached' });
  await ada.page.getByRole('log').getByText('Ben left the group').waitFor();
  expect([...ada.faults, ...ben.faults, ...cem.faults]).toEqual([]);
});

/** Puts a text into the message box as pasting does; returns what has to be shown of it. */
function typed(box: HTMLElement | SVGElement, text: string): string {
  const area = box as HTMLTextAreaElement;
  area.focus();
  area.setRangeText(text, 0, area.value.length, 'end');
  area.dispatchEvent(new Event('input', { bubbles: true }));
  return area.value.toWellFormed().replaceAll('\u0000', '\uFFFD');
}
