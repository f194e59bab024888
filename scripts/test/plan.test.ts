import { expect, it } from '@jest/globals';

import { planTests } from './plan.ts';

it.each([
  [[], ['check', 'unit', 'e2e'], []],
  [['check'], ['check'], []],
  [['unit', 'kernel'], ['unit'], ['kernel']],
  [['e2e', '-t', 'joins'], ['e2e'], ['-t', 'joins']],
  [['server/src/rooms', '-t', 'closes'], ['unit'], ['server/src/rooms', '-t', 'closes']],
  [['e2e/meeting.test.ts'], ['e2e'], ['e2e/meeting.test.ts']],
])('plans %j', (args, parts, jestArgs) => {
  expect(planTests(args)).toEqual({ parts, jestArgs });
});
