import { expect, it } from '@jest/globals';
import { said, SELF } from './fake-chat.js';
import { Unread } from './unread.js';

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => said(from + at));
const begun = (unreadCount: number, readSeq: number) => {
  const unread = new Unread();
  unread.begin({ selfId: SELF.identityId, unreadCount, readSeq, fromSeq: 51 }, range(51, 100));
  return unread;
};

it('counts what the server counted before the page, and what came', () => {
  const unread = begun(70, 30);
  expect(unread.count).toBe(70);
  unread.meet(said(101));
  unread.meet(said(101));
  unread.meet(said(102, { fromId: SELF.identityId, fromName: SELF.name }));
  expect(unread.count).toBe(71);
});

it('counts what is fetched from before the page once', () => {
  const unread = begun(70, 30);
  for (const message of range(21, 50)) unread.meet(message);
  expect(unread.count).toBe(70);
  unread.read(40);
  expect(unread.count).toBe(60);
  unread.read(100);
  expect(unread.count).toBe(0);
});

it('goes on counting beyond what it knows by number', () => {
  const unread = begun(50, 50);
  for (const message of range(101, 2_100)) unread.meet(message);
  expect(unread.count).toBe(2_050);
  unread.read(2_100);
  expect(unread.count).toBe(0);
});
