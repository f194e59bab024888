import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { Person } from './rig/person.js';
import { PostOffice } from './rig/post-office.js';
import { Stack } from './rig/stack.js';

const EMAIL = 'ada@example.org';
const FIRST_PASSWORD = 'correct horse battery';
const SECOND_PASSWORD = 'staple of another kind';

let postOffice: PostOffice;
let stack: Stack;
let ada: Person;

beforeAll(async () => {
  postOffice = await PostOffice.open();
  stack = await Stack.start({ SMTP_URL: postOffice.url, MAIL_FROM: 'parley@example.org' });
});
afterEach(() => ada.depart());
afterAll(async () => {
  await stack.stop();
  await postOffice.close();
});

const field = (label: string) => ada.page.getByLabel(label, { exact: true });
const press = (name: string) => ada.page.getByRole('button', { name, exact: true }).click();
const open = (path: string) => ada.page.goto(`${stack.url}${path}?lang=en`);
const heading = (name: string) => ada.page.getByRole('heading', { name }).waitFor();

async function signIn(password: string): Promise<void> {
  await open('/login');
  await field('E-mail address').fill(EMAIL);
  await field('Password').fill(password);
  await press('Sign in');
}

it('registers by mail, signs in, holds a meeting, and signs out', async () => {
  ada = await Person.arrive({ name: 'Ada' });
  await open('/register');
  await field('Your name').fill('Ada');
  await field('E-mail address').fill(EMAIL);
  await field('Password').fill('password123');
  await press('Create account');
  await ada.page.getByText(/used by too many people/).waitFor();
  await field('Password').fill(FIRST_PASSWORD);
  await press('Create account');
  await heading('Look into your mailbox');

  // Before the address is confirmed there is no account.
  await signIn(FIRST_PASSWORD);
  await ada.page.getByText('The address or the password is wrong').waitFor();
  const link = await postOffice.linkFor(EMAIL, '/confirm');
  await ada.page.goto(link.replace('/confirm#', '/confirm?lang=en#'));
  await heading('Your address is confirmed');
  await ada.page.reload();
  await heading('This link does not work any more');

  await signIn(FIRST_PASSWORD);
  await ada.page.getByRole('heading', { name: 'Your rooms' }).waitFor();
  await ada.page.reload();
  await ada.page.getByRole('link', { name: 'Your account' }).click();
  await ada.page.getByRole('list', { name: 'Where you are signed in' }).getByText('This device').waitFor();

  await open('/rooms');
  await press('New room');
  await field('Name of the room').fill('Weekly');
  await ada.page.getByRole('dialog').getByRole('button', { name: 'New room' }).click();
  await press('Actions for Weekly');
  await ada.page.getByRole('menuitem', { name: 'Settings' }).click();
  await ada.page.getByRole('switch', { name: 'Lobby' }).click();
  await press('Save');
  await ada.page.getByRole('listitem', { name: 'Weekly' }).getByText('Lobby').waitFor();
  await press('Open Weekly');
  await ada.join();
  await ada.page.getByRole('button', { name: 'Host controls' }).waitFor();

  await open('/account');
  await ada.page.getByRole('list', { name: 'Where you are signed in' }).waitFor();
  await press('Sign out');
  await ada.page.waitForURL(/\/login/);
  await open('/account');
  await ada.page.waitForURL(/\/login/);
  expect(ada.faults).toEqual([]);
});

it('replaces a forgotten password by a link that works once', async () => {
  ada = await Person.arrive({ name: 'Ada' });
  await open('/forgot');
  await field('E-mail address').fill(EMAIL);
  await press('Send the link');
  await heading('Look into your mailbox');
  const link = (await postOffice.linkFor(EMAIL, '/reset')).replace('/reset#', '/reset?lang=en#');
  for (const outcome of ['Your password is changed', 'This link does not work any more']) {
    await ada.page.goto('about:blank');
    await ada.page.goto(link);
    await field('New password').fill(SECOND_PASSWORD);
    await press('Save the new password');
    await heading(outcome);
  }
  await signIn(FIRST_PASSWORD);
  await ada.page.getByText('The address or the password is wrong').waitFor();
  await signIn(SECOND_PASSWORD);
  await ada.page.getByRole('heading', { name: 'Your rooms' }).waitFor();
  expect(ada.faults).toEqual([]);
});
