import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import ICAL from 'ical.js';
import { makeAccount } from './rig/accounts.js';
import { Person } from './rig/person.js';
import { PostOffice } from './rig/post-office.js';
import { Stack } from './rig/stack.js';

const PASSWORD = 'correct horse battery';
const ADA = 'ada@example.org';
const BOB = 'bob@example.org';
const GUS = 'gus@example.org';
/** In a day from now it is tomorrow everywhere. */
const TOMORROW = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);

let postOffice: PostOffice;
let stack: Stack;
let people: Person[] = [];

beforeAll(async () => {
  postOffice = await PostOffice.open();
  stack = await Stack.start({ SMTP_URL: postOffice.url, MAIL_FROM: 'parley@example.org' });
});
afterEach(async () => {
  await Promise.all(people.map((person) => person.depart()));
  people = [];
});
afterAll(async () => {
  await stack.stop();
  await postOffice.close();
});

async function arrive(name: string): Promise<Person> {
  const person = await Person.arrive({ name });
  people.push(person);
  return person;
}

/** Somebody with an account, who has just signed in. */
async function member(name: string, email: string): Promise<Person> {
  await makeAccount({ stack, postOffice, account: { name, email, password: PASSWORD } });
  const person = await arrive(name);
  await person.page.goto(`${stack.url}/login?lang=en`);
  await field(person, 'E-mail address').fill(email);
  await field(person, 'Password').fill(PASSWORD);
  await press(person, 'Sign in');
  await person.page.getByRole('heading', { name: 'Your rooms' }).waitFor();
  return person;
}

const field = ({ page }: Person, label: string) => page.getByLabel(label, { exact: true });
const press = ({ page }: Person, name: string) => page.getByRole('button', { name, exact: true }).click();
const heading = ({ page }: Person, name: string) => page.getByRole('heading', { name, exact: true }).waitFor();
const item = ({ page }: Person, name: string | RegExp) => page.getByRole('listitem', { name });

async function choose(person: Person, room: string, what: string): Promise<void> {
  await press(person, `Actions for ${room}`);
  await person.page.getByRole('menuitem', { name: what, exact: true }).click();
}

/** Opens a room for members only. */
async function openBoard(ada: Person): Promise<void> {
  await press(ada, 'New room');
  await field(ada, 'Name of the room').fill('Board');
  await ada.page.getByRole('dialog').getByRole('button', { name: 'New room' }).click();
  await choose(ada, 'Board', 'Settings');
  await field(ada, 'Who may come in').selectOption('Members only');
  await press(ada, 'Save');
  await ada.page.getByRole('dialog').waitFor({ state: 'detached' });
}

/** Makes Bob a co-host, and a link for the press. Returns the link. */
async function share(ada: Person): Promise<string> {
  await choose(ada, 'Board', 'Members and links');
  await field(ada, 'E-mail address').fill(BOB);
  await field(ada, 'Role').selectOption('Co-host');
  await press(ada, 'Add');
  await item(ada, BOB).waitFor();
  await ada.page.getByRole('radio', { name: 'Links' }).check();
  await field(ada, 'For whom it is').fill('Press');
  await field(ada, 'It works').selectOption('for a day');
  await press(ada, 'Make a link');
  const address = await item(ada, 'Press').getByText('/l/').textContent();
  await press(ada, 'Close');
  return `${stack.url}/l/${address?.split('/l/')[1] ?? ''}`;
}

/** Plans a series in the room and returns the calendar file that was downloaded. */
async function plan(ada: Person): Promise<string> {
  await choose(ada, 'Board', 'Schedule a meeting here');
  await field(ada, 'What it is about').fill('Stand-up');
  await field(ada, 'Day').fill(TOMORROW);
  await field(ada, 'Begins at').fill('09:30');
  await field(ada, 'Time zone').selectOption('Europe/Berlin');
  await field(ada, 'Repeats').selectOption('By the week');
  await field(ada, 'How many meetings').fill('3');
  await field(ada, 'Invite by mail').fill(GUS);
  await press(ada, 'Schedule');
  await heading(ada, 'The meeting is scheduled');
  const [download] = await Promise.all([ada.page.waitForEvent('download'), press(ada, 'Calendar file')]);
  await press(ada, 'Done');
  return readFile(await download.path(), 'utf8');
}

/** The second meeting of the series, by itself; the others stay. */
async function callOffSecond(ada: Person): Promise<void> {
  const meetings = item(ada, /^Stand-up/);
  await meetings.nth(2).waitFor();
  await meetings
    .nth(1)
    .getByRole('button', { name: /^Actions/ })
    .click();
  await ada.page.getByRole('menuitem', { name: 'Cancel this meeting' }).click();
  await ada.page.getByRole('alertdialog').getByRole('button', { name: 'Cancel the meeting' }).click();
  await meetings.nth(2).waitFor({ state: 'detached' });
}

it('shares a room with members and by links, plans in it, and deletes it with everything', async () => {
  const ada = await member('Ada', ADA);
  await openBoard(ada);
  const link = await share(ada);

  const bob = await member('Bob', BOB);
  await bob.page.getByRole('radio', { name: 'Shared with me' }).check();
  await item(bob, 'Board').getByText('Co-host').waitFor();

  const event = new ICAL.Event(
    new ICAL.Component(ICAL.parse(await plan(ada)) as unknown[]).getFirstSubcomponent('vevent')!,
  );
  expect([event.summary, event.startDate.toString(), event.isRecurring()]).toEqual([
    'Stand-up',
    `${TOMORROW}T09:30:00`,
    true,
  ]);
  await bob.page.reload();
  await item(bob, /^Stand-up/)
    .first()
    .waitFor();
  const room = await postOffice.linkFor(GUS, '/m/');
  expect(room).toBe(event.location);
  await callOffSecond(ada);
  await bob.page.reload();
  await item(bob, /^Stand-up/)
    .nth(1)
    .waitFor();
  expect(await item(bob, /^Stand-up/).count()).toBe(2);

  // Guests stay outside, unless they come by the link, for as long as it holds.
  const gus = await arrive('Gus');
  await gus.page.goto(`${room}?lang=en`);
  await heading(gus, "This meeting link doesn't work");
  await gus.page.goto(`${link}?lang=en`);
  await gus.join();
  await choose(ada, 'Board', 'Members and links');
  await ada.page.getByRole('radio', { name: 'Links' }).check();
  await press(ada, 'Revoke the link for Press');
  await press(ada, 'Revoke');
  await ada.page.getByText('No extra links yet').waitFor();
  await press(ada, 'Close');
  const ida = await arrive('Ida');
  await ida.page.goto(`${link}?lang=en`);
  await heading(ida, 'This link does not work');

  await choose(ada, 'Board', 'Delete');
  await ada.page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
  await ada.page.getByText('No rooms yet').waitFor();
  await heading(gus, 'Meeting ended');
  await bob.page.goto(`${stack.url}/?lang=en`);
  await bob.page.getByText('Nothing is planned').waitFor();
  await bob.page.getByText('No rooms yet').waitFor();
  for (const person of people) expect(person.faults).toEqual([]);
});

it('closes a room to somebody’s account, and opens it to them again', async () => {
  const ada = await member('Ada', 'ada.of.the.club@example.org');
  const bob = await member('Bob', 'bob.of.the.club@example.org');
  await press(ada, 'New room');
  await field(ada, 'Name of the room').fill('Club');
  await ada.page.getByRole('dialog').getByRole('button', { name: 'New room' }).click();
  await press(ada, 'Open Club');
  await ada.page.waitForURL(/\/m\//u);
  const link = ada.page.url().split('?')[0] ?? '';
  await ada.join();
  await bob.join(link);

  await ada.press('People');
  await choose(ada, 'Bob', 'Remove');
  const question = ada.page.getByRole('alertdialog');
  await question.getByRole('switch', { name: 'Ban this account from the room' }).click();
  await question.getByRole('button', { name: 'Remove' }).click();
  await heading(bob, 'You were removed from the meeting');

  await ada.press('Host controls');
  await ada.page.getByRole('menuitem', { name: 'Attendance and log' }).click();
  await press(ada, 'Lift the ban of Bob');
  await ada.page.getByText('Nobody is banned from this room.').waitFor();
});
