import { expect, it } from '@jest/globals';
import { chooseWorker, type Spread } from './choose.js';

const worker = (name: string, expectedRatio: number, sessionCount?: number) => ({
  name,
  expectedRatio,
  sessionCount,
  routerCount: 0,
});

it.each<{ about: string; spread?: Spread; choices: ReturnType<typeof worker>[]; expected: string | undefined }>([
  { about: 'none there', choices: [], expected: undefined },
  { about: 'a new room: the least loaded', choices: [worker('a', 0.7), worker('b', 0.2)], expected: 'b' },
  {
    about: 'a new room among equals: the one with fewer routers',
    choices: [{ ...worker('a', 0.22), routerCount: 3 }, worker('b', 0.24)],
    expected: 'b',
  },
  { about: 'stays together while there is room', choices: [worker('a', 0.6, 9), worker('b', 0)], expected: 'a' },
  { about: 'outgrown: to another', choices: [worker('a', 0.8, 9), worker('b', 0)], expected: 'b' },
  {
    about: 'outgrown twice: the less loaded of its own that is not full',
    choices: [worker('a', 0.95, 9), worker('b', 0.5, 2), worker('c', 0)],
    expected: 'b',
  },
  {
    about: 'outgrown, and the others are as full: stays',
    choices: [worker('a', 0.9, 9), worker('b', 0.85)],
    expected: 'a',
  },
  {
    about: 'spread in any case: where fewest of it are',
    spread: 'workers',
    choices: [worker('a', 0, 2), worker('b', 0.9, 1)],
    expected: 'b',
  },
  {
    about: 'spread in any case: where none of it are',
    spread: 'workers',
    choices: [worker('a', 0, 1), worker('b', 0.9)],
    expected: 'b',
  },
])('$about', ({ spread = 'auto', choices, expected }) => {
  expect(chooseWorker(choices, spread)?.name).toBe(expected);
});
