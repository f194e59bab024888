import { act, cleanup, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import type { ReactElement } from 'react';
import { afterEach, describe, expect, it } from '@jest/globals';
import { AccountView, AVATAR_MAX_BYTES, Refusal, RoomId, SessionList, type RefusalCode } from '#contracts';
import { Store } from '../../engine/store.js';
import { renderPart } from '../../testing/render-part.js';
import type { AccountActions } from './account-actions.js';
import { deviceOf } from './device-name.js';
import { GuestRooms } from './guest-rooms.js';
import { ConfirmPage, ForgotPage, ResetPage } from './link-pages.js';
import { LoginPage } from './login-page.js';
import { OidcPage } from './oidc-page.js';
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
const ROOM = RoomId.parse('0000000c-0000-4000-8000-000000000001');
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
function fakeAccount(refuse?: RefusalCode | Error, message = 'No.', provider?: string) {
  const asked: unknown[][] = [];
  const rooms = [{ roomId: ROOM, openedAtMs: 1 }];
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
    options: async () => ({ canRegister: true, ...(provider !== undefined && { oidc: { name: provider } }) }),
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
    beginWithProvider: async () => {
      await ask('beginWithProvider')();
      return 'https://id.example.org/authorize';
    },
    finishWithProvider: ask('finishWithProvider'),
    setAvatar: (picture, onSent) => {
      onSent(0.5);
      return ask('setAvatar')((picture as File).name);
    },
    removeAvatar: ask('removeAvatar'),
    guestRooms: () => [...rooms],
    claim: (roomId) => {
      rooms.splice(0);
      return ask('claim')(roomId);
    },
    forgetGuestRoom: (roomId) => {
      rooms.splice(0);
      asked.push(['forgetGuestRoom', roomId]);
    },
  };
  return { account, asked };
}

const nowhere = () => undefined;
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
  await show(<LoginPage account={account} onSignedIn={() => (isIn = true)} onLeave={nowhere} />);
  await fill('E-mail address', 'ada@example.org');
  await fill('Password', 'correct horse battery');
  await user.keyboard('{Enter}');
  expect([asked, isIn]).toEqual([[['signIn', 'ada@example.org', 'correct horse battery']], true]);
});

it.each<[RefusalCode | Error, RegExp]>([
  ['unauthenticated', /address or the password is wrong/],
  ['too-many-requests', /often in a short time/],
  ['unavailable', /busy/],
  [new TypeError('Failed to fetch'), /can't be reached/],
  ['internal', /went wrong on our side/],
])('says why signing in failed: %s', async (refuse, words) => {
  const { account } = fakeAccount(refuse);
  await show(<LoginPage account={account} onSignedIn={() => undefined} onLeave={nowhere} />);
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

it('says at the field that a password is easily guessed', async () => {
  const issue = { field: 'password', issue: 'guessable' } as const;
  const { account } = fakeAccount(new Refusal('invalid-input', 'password: is too easy to guess', issue));
  await show(<RegisterPage account={account} />);
  await fill('Your name', 'Ada');
  await fill('E-mail address', 'ada@example.org');
  await fill('Password', 'password1234567');
  await press('Create account');
  await screen.findByText(/too easy to guess/);
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
  await show(<LoginPage account={account} onSignedIn={() => undefined} onLeave={nowhere} />);
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
  await fill('New password', 'correct horse battery');
  await user.keyboard('{Enter}');
  await screen.findByRole('heading', { name: 'Your password is changed' });
  expect(asked).toEqual([
    ['beginReset', 'ada@example.org', 'en'],
    ['finishReset', 'abc', 'correct horse battery'],
  ]);
});

it('changes the name and the password', async () => {
  const { account, asked } = fakeAccount();
  await show(<ProfilePage account={account} view={VIEW} />);
  await fill('Your name', 'Ada L');
  await press('Save');
  await fill('Current password', 'old horse');
  await fill('New password', 'correct horse battery');
  await press('Change password');
  expect(asked).toEqual([
    ['change', { name: 'Ada L', language: 'en' }],
    ['changePassword', 'old horse', 'correct horse battery'],
  ]);
});

it('says at the field that the current password is wrong', async () => {
  await show(<ProfilePage account={fakeAccount('password').account} view={VIEW} />);
  await fill('Current password', 'wrong');
  await fill('New password', 'correct horse battery');
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

it('offers the operator’s provider where there is one, and goes there', async () => {
  const { account } = fakeAccount(undefined, '', 'Example ID');
  const left: string[] = [];
  await show(<LoginPage account={account} onSignedIn={nowhere} onLeave={(url) => left.push(url)} />);
  await press('Sign in with Example ID');
  expect(left).toEqual(['https://id.example.org/authorize']);
});

it('offers no provider where there is none', async () => {
  await show(<LoginPage account={fakeAccount().account} onSignedIn={nowhere} onLeave={nowhere} />);
  expect(screen.queryByRole('button', { name: /Sign in with/ })).toBeNull();
});

it('finishes signing in with the provider once', async () => {
  const { account, asked } = fakeAccount();
  let isIn = false;
  const page = <OidcPage account={account} query="?code=1" onSignedIn={() => (isIn = true)} onGo={nowhere} />;
  await show(page);
  await screen.findByText('You are being signed in…');
  expect([asked, isIn]).toEqual([[['finishWithProvider', '?code=1']], true]);
});

it.each<[RefusalCode, RegExp]>([
  ['unauthenticated', /began in another browser/],
  ['invalid-input', /began in another browser/],
  ['forbidden', /does not confirm an e-mail address/],
  ['unavailable', /busy/],
])('says why the provider’s sign-in failed: %s', async (refuse, words) => {
  const gone: string[] = [];
  const { account } = fakeAccount(refuse);
  await show(<OidcPage account={account} query="?error=x" onSignedIn={nowhere} onGo={(path) => gone.push(path)} />);
  await screen.findByText(words);
  await press('Back to signing in');
  expect(gone).toEqual(['/login']);
});

describe('a picture', () => {
  const picture = (type: string, sizeBytes = 3) => new File([new Uint8Array(sizeBytes)], 'me.png', { type });
  const choose = (file: File) =>
    userEvent.setup({ delay: null, applyAccept: false }).upload(field('Choose a picture'), file);

  it('is sent as it is', async () => {
    const { account, asked } = fakeAccount();
    await show(<ProfilePage account={account} view={VIEW} />);
    await choose(picture('image/png'));
    expect(asked).toEqual([['setAvatar', 'me.png']]);
    expect(screen.queryByText(/not a picture/)).toBeNull();
    expect(screen.queryByRole('progressbar')).toBeNull();
  });

  it.each([
    [picture('image/svg+xml'), /not a picture that can be used/],
    [picture('text/html'), /not a picture that can be used/],
    [picture('image/png', AVATAR_MAX_BYTES + 1), /too large/],
  ])('of the wrong kind or size is not sent', async (file, words) => {
    const { account, asked } = fakeAccount();
    await show(<ProfilePage account={account} view={VIEW} />);
    await choose(file);
    await screen.findByText(words);
    expect(asked).toEqual([]);
  });

  it('that the server does not take is told of, and another can be chosen', async () => {
    const { account, asked } = fakeAccount('invalid-input', 'file: must be a PNG');
    await show(<ProfilePage account={account} view={VIEW} />);
    for (let times = 0; times < 2; times += 1) await choose(picture('image/png'));
    await screen.findByText(/not a picture that can be used/);
    expect(asked).toHaveLength(2);
  });

  it('is removed', async () => {
    const { account, asked } = fakeAccount();
    const avatarUrl = '/api/v1/avatars/0000000d-0000-4000-8000-000000000001';
    await show(<ProfilePage account={account} view={{ ...VIEW, avatarUrl }} />);
    await press('Remove picture');
    expect(asked).toEqual([['removeAvatar']]);
  });
});

describe('what was opened as a guest', () => {
  it.each([
    ['Keep', 'claim'],
    ['Dismiss', 'forgetGuestRoom'],
  ])('%s', async (name, request) => {
    const { account, asked } = fakeAccount();
    await show(<GuestRooms account={account} onOpenRooms={nowhere} />);
    await press(name);
    expect(asked).toEqual([[request, ROOM]]);
    expect(screen.queryByRole('list', { name: 'Meetings from before you signed in' })).toBeNull();
  });

  it('is told to the list that it goes to, and not when it did not work', async () => {
    let keptCount = 0;
    const onKept = () => (keptCount += 1);
    await show(<GuestRooms account={fakeAccount().account} onKept={onKept} />);
    await press('Keep');
    expect(keptCount).toBe(1);
    cleanup();
    await show(<GuestRooms account={fakeAccount('not-found').account} onKept={onKept} />);
    await press('Keep');
    await screen.findByText(/meeting is over/);
    expect(keptCount).toBe(1);
  });

  it('may be gone meanwhile', async () => {
    await show(<GuestRooms account={fakeAccount('not-found').account} onOpenRooms={nowhere} />);
    await press('Keep');
    await screen.findByText(/meeting is over/);
  });
});
