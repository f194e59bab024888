import { act, cleanup, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import type { ReactElement } from 'react';
import { afterEach, expect, it } from '@jest/globals';
import { AccountView, Refusal, SessionList, type RefusalCode } from '#contracts';
import { Store } from '../../engine/store.js';
import { renderPart } from '../../testing/render-part.js';
import type { AccountActions } from './account-actions.js';
import { deviceOf } from './device-name.js';
import { ConfirmPage, ForgotPage, ResetPage } from './link-pages.js';
import { LoginPage } from './login-page.js';
import { ProfilePage } from './profile-page.js';
import { RegisterPage } from './register-page.js';

afterEach(cleanup);

/** Waits for nothing between two keys. */
const user = userEvent.setup({ delay: null });

const VIEW = AccountView.parse({
  accountId: '0000000a-0000-4000-8000-000000000001',
  email: 'ada@example.org',
  name: 'Ada',
  language: 'en',
  hasPassword: true,
  createdAtMs: 1,
});
const SESSIONS = SessionList.parse({
  sessions: [
    {
      sessionId: '0000000b-0000-4000-8000-000000000001',
      device: 'x',
      createdAtMs: 1,
      lastUsedAtMs: 2,
      isCurrent: true,
    },
    {
      sessionId: '0000000b-0000-4000-8000-000000000002',
      device: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1',
      createdAtMs: 1,
      lastUsedAtMs: 2,
      isCurrent: false,
    },
  ],
}).sessions;

/** An account whose server is the test: it takes everything, or refuses with one code. */
function fakeAccount(refuse?: RefusalCode | Error, message = 'No.') {
  const asked: unknown[][] = [];
  const ask =
    (name: string) =>
    (...input: unknown[]): Promise<void> => {
      asked.push([name, ...input]);
      if (refuse === undefined) return Promise.resolve();
      return Promise.reject(refuse instanceof Error ? refuse : new Refusal(refuse, message));
    };
  const account: AccountActions = {
    state: new Store({ kind: 'signed-in', account: VIEW } as const),
    load: async () => undefined,
    options: async () => ({ canRegister: true }),
    register: ask('register'),
    confirm: ask('confirm'),
    signIn: ask('signIn'),
    signOut: ask('signOut'),
    signOutEverywhere: ask('signOutEverywhere'),
    beginReset: ask('beginReset'),
    finishReset: ask('finishReset'),
    change: ask('change'),
    changePassword: ask('changePassword'),
    sessions: async () => SESSIONS,
    endSession: ask('endSession'),
  };
  return { account, asked };
}

const show = (page: ReactElement) => act(() => renderPart(page));
const field = (name: string) => screen.getByLabelText<HTMLInputElement>(name);
/** What is pasted takes the place of what was there. */
async function fill(name: string, text: string): Promise<void> {
  await user.clear(field(name));
  await user.click(field(name));
  await user.paste(text);
}

const press = (name: string) => user.click(screen.getByRole('button', { name }));

it('signs in', async () => {
  const { account, asked } = fakeAccount();
  let isIn = false;
  await show(<LoginPage account={account} onSignedIn={() => (isIn = true)} />);
  await fill('E-mail address', 'ada@example.org');
  await fill('Password', 'correct horse');
  await user.keyboard('{Enter}');
  expect([asked, isIn]).toEqual([[['signIn', 'ada@example.org', 'correct horse']], true]);
});

it.each<[RefusalCode | Error, RegExp]>([
  ['unauthenticated', /address or the password is wrong/],
  ['too-many-requests', /often in a short time/],
  ['unavailable', /busy/],
  [new TypeError('Failed to fetch'), /can't be reached/],
  ['internal', /went wrong on our side/],
])('says why signing in failed: %s', async (refuse, words) => {
  const { account } = fakeAccount(refuse);
  await show(<LoginPage account={account} onSignedIn={() => undefined} />);
  await fill('E-mail address', 'ada@example.org');
  await fill('Password', 'wrong');
  await user.keyboard('{Enter}');
  await screen.findByText(words);
  expect(field('Password').value).toBe('wrong');
});

it('asks for what is missing before it asks the server', async () => {
  const { account, asked } = fakeAccount();
  await show(<RegisterPage account={account} />);
  await fill('E-mail address', 'ada');
  await fill('Password', 'short');
  await press('Create account');
  screen.getByLabelText('Your name', { selector: '[aria-invalid="true"]' });
  screen.getByText(/not an e-mail address/);
  screen.getByText(/too short/);
  expect(asked).toEqual([]);
});

it('registers and says to look into the mailbox', async () => {
  const { account, asked } = fakeAccount();
  await show(<RegisterPage account={account} />);
  await fill('Your name', ' Ada ');
  await fill('E-mail address', 'ada@example.org');
  await fill('Password', 'correct horse battery');
  await press('Create account');
  await screen.findByRole('heading', { name: 'Look into your mailbox' });
  const wish = { name: 'Ada', email: 'ada@example.org', password: 'correct horse battery', language: 'en' };
  expect(asked).toEqual([['register', wish]]);
});

it('says at the field that a password is too common', async () => {
  const { account } = fakeAccount('invalid-input', 'password: is one of the most used');
  await show(<RegisterPage account={account} />);
  await fill('Your name', 'Ada');
  await fill('E-mail address', 'ada@example.org');
  await fill('Password', 'password123');
  await press('Create account');
  await screen.findByText(/used by too many people/);
  expect(field('Password').getAttribute('aria-invalid')).toBe('true');
});

it('does not offer accounts on a server that cannot send mail', async () => {
  const { account } = fakeAccount();
  await show(<RegisterPage account={{ ...account, options: async () => ({ canRegister: false }) }} />);
  await screen.findByText(/cannot send mail/);
  expect(screen.queryByRole('button', { name: 'Create account' })).toBeNull();
});

it('shows and hides what is typed as a password', async () => {
  const { account } = fakeAccount();
  await show(<LoginPage account={account} onSignedIn={() => undefined} />);
  await press('Show password');
  expect(field('Password').type).toBe('text');
  await press('Hide password');
  expect(field('Password').type).toBe('password');
});

it('confirms an address once, and says when the link is dead', async () => {
  const { account, asked } = fakeAccount();
  await show(<ConfirmPage account={account} token="abc" onGo={() => undefined} />);
  await screen.findByRole('heading', { name: 'Your address is confirmed' });
  expect(asked).toEqual([['confirm', 'abc']]);
  cleanup();
  const went: string[] = [];
  await show(<ConfirmPage account={fakeAccount('not-found').account} token="abc" onGo={(path) => went.push(path)} />);
  await screen.findByRole('heading', { name: 'This link does not work any more' });
  await press('Create account again');
  expect(went).toEqual(['/register']);
});

it('sends a link for a new password, and takes the new one', async () => {
  const { account, asked } = fakeAccount();
  await show(<ForgotPage account={account} />);
  await fill('E-mail address', 'ada@example.org');
  await user.keyboard('{Enter}');
  await screen.findByRole('heading', { name: 'Look into your mailbox' });
  cleanup();
  await show(<ResetPage account={account} token="abc" onGo={() => undefined} />);
  await fill('New password', 'correct horse');
  await user.keyboard('{Enter}');
  await screen.findByRole('heading', { name: 'Your password is changed' });
  expect(asked).toEqual([
    ['beginReset', 'ada@example.org', 'en'],
    ['finishReset', 'abc', 'correct horse'],
  ]);
});

it('changes the name and the password', async () => {
  const { account, asked } = fakeAccount();
  await show(<ProfilePage account={account} view={VIEW} />);
  await fill('Your name', 'Ada L');
  await press('Save');
  await fill('Current password', 'old horse');
  await fill('New password', 'correct horse');
  await press('Change password');
  expect(asked).toEqual([
    ['change', { name: 'Ada L', language: 'en' }],
    ['changePassword', 'old horse', 'correct horse'],
  ]);
});

it('says at the field that the current password is wrong', async () => {
  await show(<ProfilePage account={fakeAccount('password').account} view={VIEW} />);
  await fill('Current password', 'wrong');
  await fill('New password', 'correct horse');
  await press('Change password');
  await screen.findByText('This is not your current password.');
});

it('lists where one is signed in and signs out there, here and everywhere', async () => {
  const { account, asked } = fakeAccount();
  await show(<ProfilePage account={account} view={VIEW} />);
  await user.click(await screen.findByRole('button', { name: 'Sign out Safari · iPhone' }));
  await press('Sign out');
  await press('Sign out everywhere');
  await user.click(screen.getAllByRole('button', { name: 'Sign out everywhere' }).at(-1)!);
  expect(asked.map(([name]) => name)).toEqual(['endSession', 'signOut', 'signOutEverywhere']);
});

it.each([
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/140.0 Safari/537.36 Edg/140.0', 'Edge · Windows', false],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0', 'Firefox · Linux', false],
  ['Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile Safari/537.36', 'Chrome · Android', true],
  ['curl/8', undefined, false],
])('calls %j %j', (userAgent, name, isPhone) => {
  expect(deviceOf(userAgent)).toEqual({ name, isPhone });
});
