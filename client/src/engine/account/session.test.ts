import { expect, it } from '@jest/globals';
import { AccountView, Refusal, SessionIssued } from '#contracts';
import { ManualClock } from '#kernel';
import { identity } from '../chat/fake-chat.js';
import { Unreachable } from '../failure.js';
import { MemoryKeyValues } from '../storage.js';
import { Session } from './session.js';
import { markSignedIn } from './sign-in-mark.js';

const ACCOUNT = AccountView.parse({
  accountId: '0000000a-0000-4000-8000-000000000001',
  email: 'ada@example.org',
  name: 'Ada',
  hasPassword: true,
  createdAtMs: 1,
});
const LIFE_MS = 600_000;

function rig(storage = new MemoryKeyValues()) {
  const clock = new ManualClock(1_000_000);
  let issuedCount = 0;
  const issued = () =>
    SessionIssued.parse({
      identityId: ACCOUNT.accountId,
      token: `session ${(issuedCount += 1)}`,
      expiresAtMs: clock.nowMs() + LIFE_MS,
      account: ACCOUNT,
    });
  const asked: string[] = [];
  const far = { answer: (): unknown => issued() };
  const session = new Session({
    storage,
    clock,
    http: {
      send: async (call) => {
        asked.push(call.path);
        return far.answer() as never;
      },
    },
    guest: {
      token: async () => 'guest',
      replace: async () => 'guest again',
      id: async () => identity(1),
    },
  });
  return { session, clock, storage, asked, far, issued };
}

it('is a guest without asking anybody, as long as nobody signed in here', async () => {
  const { session, asked } = rig();
  expect([await session.token(), await session.identityId()]).toEqual(['guest', identity(1)]);
  expect([session.state.get().kind, asked]).toEqual(['guest', []]);
});

it('comes back as who it was after a reload, asking once however many want to know', async () => {
  const before = rig();
  before.session.begin(before.issued());
  const after = rig(before.storage);
  expect(after.session.state.get().kind).toBe('unknown');
  const tokens = await Promise.all([after.session.token(), after.session.token(), after.session.identityId()]);
  expect(tokens).toEqual(['session 1', 'session 1', ACCOUNT.accountId]);
  expect(after.asked).toEqual(['/sessions/refresh']);
  expect(after.session.state.get()).toEqual({ kind: 'signed-in', account: ACCOUNT });
});

it('renews its token before that runs out, and when the server does not take it', async () => {
  const { session, clock, asked, issued } = rig();
  session.begin(issued());
  expect(await session.token()).toBe('session 1');
  clock.advance(LIFE_MS - 30_000);
  expect(await session.token()).toBe('session 2');
  expect(await session.replace('session 1')).toBe('session 2');
  expect(await session.replace('session 2')).toBe('session 3');
  expect(asked.length).toBe(2);
});

it('is a guest again when the session is over', async () => {
  const { session, far, clock, issued, storage } = rig();
  session.begin(issued());
  clock.advance(LIFE_MS);
  far.answer = () => {
    throw new Refusal('unauthenticated', 'Over.');
  };
  expect(await session.token()).toBe('guest');
  expect(session.state.get().kind).toBe('guest');
  expect(rig(storage).session.state.get().kind).toBe('guest');
});

it('is a guest when another tab has signed out', async () => {
  const { session, storage, issued } = rig();
  session.begin(issued());
  markSignedIn(storage, false);
  expect(await session.replace('session 1')).toBe('guest');
  expect(session.state.get().kind).toBe('guest');
});

it('does not forget who it was because nobody answers', async () => {
  const before = rig();
  before.session.begin(before.issued());
  const { session, far } = rig(before.storage);
  far.answer = () => {
    throw new Unreachable('Nobody.');
  };
  await expect(session.token()).rejects.toBeInstanceOf(Unreachable);
  expect(session.state.get().kind).toBe('unknown');
});

it('stays signed out although an answer from before comes later', async () => {
  const before = rig();
  before.session.begin(before.issued());
  const { session, far, issued } = rig(before.storage);
  far.answer = () => Promise.resolve().then(issued);
  const asking = session.token();
  session.end();
  expect(await asking).toBe('guest');
  expect(session.state.get().kind).toBe('guest');
});
