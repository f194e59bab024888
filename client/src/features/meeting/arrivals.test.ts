import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { followArrivals, GATHER_MS, type News } from './arrivals.js';
import { FakeCall, fakeId } from './fake-call.js';

let call: FakeCall;
let news: News[];
let stop: () => void;

beforeEach(() => {
  jest.useFakeTimers();
  call = new FakeCall();
  call.admit('Me');
  call.admit('Ada');
  news = [];
  stop = followArrivals(call.people, (item) => news.push(item));
});

afterEach(() => {
  stop();
  jest.useRealTimers();
});

it('tells of many at once in one piece, and of nobody who was here before', () => {
  call.admit('Ben');
  call.admit('Cleo');
  call.dismiss(fakeId(1));
  expect(news).toEqual([]);
  jest.advanceTimersByTime(GATHER_MS);
  expect(news).toEqual([{ joined: ['Ben', 'Cleo'], left: ['Ada'] }]);
  jest.advanceTimersByTime(10 * GATHER_MS);
  expect(news).toHaveLength(1);
});

it('has no news of who only muted, lost the connection, or came and went', () => {
  call.change(fakeId(1), { isAudioOn: false, isConnected: false });
  const ben = call.admit('Ben');
  call.dismiss(ben.participantId);
  jest.advanceTimersByTime(GATHER_MS);
  expect(news).toEqual([]);
});

it('is silent once stopped', () => {
  call.admit('Ben');
  stop();
  jest.advanceTimersByTime(GATHER_MS);
  expect(news).toEqual([]);
});
