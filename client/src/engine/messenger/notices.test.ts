import { expect, it } from '@jest/globals';
import { MemoryKeyValues } from '../storage.js';
import { Notices, type Notice, type NoticeBoard } from './notices.js';

const NOTICE: Notice = {
  title: 'Ben',
  body: 'hello',
  tag: 'one',
  isUrgent: false,
  onPress: () => undefined,
  href: undefined,
};

class FakeBoard implements NoticeBoard {
  now: 'default' | 'granted' | 'denied' | undefined = 'default';
  answer: 'granted' | 'denied' | 'default' = 'granted';
  askedCount = 0;
  readonly posted: string[] = [];
  readonly permission = () => this.now;
  readonly ask = (): Promise<unknown> => {
    this.askedCount += 1;
    this.now = this.answer;
    return Promise.resolve();
  };
  readonly post = ({ title }: Notice): (() => void) => {
    this.posted.push(title);
    return () => undefined;
  };
}

it('asks nobody by itself, and shows nothing before it was allowed', async () => {
  const board = new FakeBoard();
  const notices = new Notices(board, new MemoryKeyValues());
  notices.show(NOTICE);
  expect([notices.state.get(), board.askedCount, board.posted]).toEqual(['unasked', 0, []]);
  await notices.turnOn();
  notices.show(NOTICE);
  expect([notices.state.get(), board.askedCount, board.posted]).toEqual(['on', 1, ['Ben']]);
});

it('keeps to a no, of the browser or of the person', async () => {
  const board = new FakeBoard();
  const storage = new MemoryKeyValues();
  board.answer = 'denied';
  const notices = new Notices(board, storage);
  await notices.turnOn();
  expect(notices.state.get()).toBe('blocked');
  board.now = 'granted';
  notices.turnOff();
  expect(new Notices(board, storage).state.get()).toBe('off');
  notices.show(NOTICE);
  expect(board.posted).toEqual([]);
});
