import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { eventually } from './rig/eventually.js';
import { IdentityProvider } from './rig/identity-provider.js';
import { Person } from './rig/person.js';
import { PostOffice } from './rig/post-office.js';
import { Stack } from './rig/stack.js';
import { storesOf } from './rig/stores.js';

const EMAIL = 'ada@example.org';
const FIRST_PASSWORD = 'correct horse battery';
const SECOND_PASSWORD = 'staple of another kind';

let postOffice: PostOffice;
let provider: IdentityProvider;
let stack: Stack;
let ada: Person;

beforeAll(async () => {
  postOffice = await PostOffice.open();
  provider = await IdentityProvider.open();
  stack = await Stack.start(
    { SMTP_URL: postOffice.url, MAIL_FROM: 'parley@example.org', ...provider.environment },
    undefined,
    storesOf(process.env, 'servers'),
  );
  provider.serve(stack.url);
});
afterEach(() => ada.depart());
afterAll(async () => {
  await stack.stop();
  await provider.close();
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
  const claimed = (await ada.openMeeting(stack.url)).split('/').at(-1) ?? '';
  await open('/register');
  await field('Your name').fill('Ada');
  await field('E-mail address').fill(EMAIL);
  await field('Password').fill('password1234567');
  await press('Create account');
  await ada.page.getByText(/too easy to guess/).waitFor();
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

  await chooseFile('notes.txt', 'text/plain', Buffer.from('no picture'));
  await ada.page.getByText('This is not a picture that can be used').waitFor();
  await chooseFile('me.png', 'image/png', await pngOf(ada.page));
  await ada.page.getByText(/^Your picture is saved/).waitFor();
  await press('Keep');
  await ada.page.getByText('The room is yours now.', { exact: true }).waitFor();

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
  await seesPicture(ada.tileOf('Ada'));
  await seesLookAlike(ada);

  // What is open in another tab ends with the session, and says so.
  const account = await ada.page.context().newPage();
  await account.goto(`${stack.url}/account?lang=en`);
  await account.getByRole('button', { name: 'Sign out', exact: true }).click();
  await account.waitForURL(/\/login/);
  await heading('You were signed out');
  await press('Join again');
  await ada.page.getByRole('textbox', { name: 'Your name' }).waitFor();
  await ada.page.goto(`${stack.url}/m/${claimed}?lang=en`);
  await ada.join();
  expect(await ada.page.getByRole('button', { name: 'Host controls' }).count()).toBe(0);
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

it('signs in with the operator’s provider, and keeps out who did not begin here', async () => {
  ada = await Person.arrive({ name: 'Grace' });
  await open('/login');
  await press('Sign in with Example ID');
  await ada.page.getByPlaceholder('Enter any login').fill('grace');
  await ada.page.getByPlaceholder('and password').fill('any');
  await ada.page.getByRole('button', { name: 'Sign-in' }).click();
  await ada.page.getByRole('button', { name: 'Continue' }).click();
  await ada.page.getByRole('heading', { name: 'Your rooms' }).waitFor();
  await open('/account');
  await ada.page.getByText('grace@example.org').waitFor();

  await open('/login/oidc');
  await heading('Signing in did not work out');
  expect(ada.faults).toEqual([]);
});

const chooseFile = (name: string, mimeType: string, buffer: Buffer) =>
  ada.page.getByLabel('Choose a picture').setInputFiles({ name, mimeType, buffer });

/** A picture as a browser makes one. */
async function pngOf(page: Page): Promise<Buffer> {
  const url = await page.evaluate(() => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 480 });
    const context = canvas.getContext('2d');
    if (context !== null) {
      context.fillStyle = '#c2185b';
      context.fillRect(0, 0, 640, 480);
    }
    return canvas.toDataURL('image/png');
  });
  return Buffer.from(url.split(',')[1] ?? '', 'base64');
}

async function seesPicture(tile: Locator): Promise<void> {
  const picture = tile.locator('img');
  await picture.waitFor({ state: 'attached' });
  await eventually(async () => {
    const widthPx = await picture.evaluate((image) => (image as HTMLImageElement).naturalWidth);
    return widthPx === 256 ? undefined : `the picture is ${widthPx} pixels wide`;
  });
}

/** A guest whose name is spelt with letters of another script is told from the member, in the lobby and inside. */
async function seesLookAlike(host: Person): Promise<void> {
  const eve = await Person.arrive({ name: 'Аdа', showsCamera: false });
  try {
    await eve.page.goto(`${host.page.url().split('?')[0]}?lang=en`);
    await eve.page.getByRole('textbox', { name: 'Your name' }).fill(eve.name);
    await eve.page.getByRole('button', { name: 'Ask to join' }).click();
    await host.press('People');
    await host.page.getByText('Look-alike guest').first().waitFor();
    await host.page.getByRole('button', { name: 'Admit', exact: true }).click();
    await host.tileOf(eve.name).getByText('Look-alike guest').waitFor({ state: 'attached' });
    await host.tileOf(eve.name).getByText('Guest', { exact: true }).waitFor();
  } finally {
    await eve.depart();
  }
}
