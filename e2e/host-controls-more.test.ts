import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { eventually } from './rig/eventually.js';
import { Person } from './rig/person.js';
import { Stack } from './rig/stack.js';

const PHONE = { width: 390, height: 844 };
const TONES_HZ = { Ada: 500, Ben: 900 };

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

/** Ada, host of the room, and Ben on a phone. */
async function twoInAMeeting() {
  const ada = await Person.arrive({ name: 'Ada', toneHz: TONES_HZ.Ada });
  const ben = await Person.arrive({ name: 'Ben', toneHz: TONES_HZ.Ben, size: PHONE });
  present.add(ada).add(ben);
  const link = await ada.openMeeting(stack.url);
  await ada.join();
  await ben.join(link);
  await ada.hears([TONES_HZ.Ben]);
  return { ada, ben, link };
}

async function chooses(person: Person, control: string, item: string): Promise<void> {
  await person.press(control);
  await person.page.getByRole('menuitem', { name: item, exact: true }).click();
}

async function choosesForBen(ada: Person, item: string): Promise<void> {
  await ada.page.getByRole('button', { name: 'Actions for Ben' }).click();
  await ada.page.getByRole('menuitem', { name: item, exact: true }).click();
}

it('mutes one person until the host allows them to speak', async () => {
  const { ada, ben } = await twoInAMeeting();
  await ada.press('People');
  await choosesForBen(ada, 'Mute until I allow');
  await ada.hears([]);
  await ben.press('Unmute microphone');
  await ben.page.getByText('Hosts do not allow microphones now').first().waitFor();
  await ada.hears([]);
  await choosesForBen(ada, 'Let them unmute');
  await ben.press('Unmute microphone');
  await ada.hears([TONES_HZ.Ben]);
});

it('keeps a phone’s controls in one row, and reactions and the layout behind More', async () => {
  const { ada, ben } = await twoInAMeeting();
  const buttons = await ben.toolbar().getByRole('button').all();
  const tops = await Promise.all(buttons.map(async (button) => (await button.boundingBox())?.y));
  expect(new Set(tops).size).toBe(1);
  await ben.press('More');
  await ben.page.getByRole('menuitemradio', { name: 'Sidebar' }).waitFor();
  await ben.page.getByRole('group', { name: 'Reactions' }).getByRole('menuitem').first().click();
  await ada.page.locator('[data-reaction]').first().waitFor();
});

it('tells who opens the link that people wait here now, and gives the host the attendance as a file', async () => {
  const { ada, link } = await twoInAMeeting();
  await ada.press('Host controls');
  await ada.page.getByRole('menuitemcheckbox', { name: 'New people wait in the lobby' }).click();
  const cem = await Person.arrive({ name: 'Cem' });
  present.add(cem);
  await eventually(async () => {
    await cem.page.goto(`${link}?lang=en`);
    const asks = cem.page.getByRole('button', { name: 'Ask to join' }).waitFor({ timeout: 5_000 });
    return asks.then(
      () => undefined,
      () => 'the lobby on the page before joining',
    );
  });

  await chooses(ada, 'Host controls', 'Attendance and log');
  const coming = ada.page.waitForEvent('download');
  await ada.page.getByRole('button', { name: /^Download attendance of/u }).click();
  const table = await readFile(await (await coming).path(), 'utf8');
  expect(table).toMatch(/"Ada","host"/u);
  expect(table).toMatch(/"Ben","participant"/u);
});
