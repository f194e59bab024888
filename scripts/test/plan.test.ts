import { expect, it } from '@jest/globals';

import { faultTests } from './faults.ts';
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

it('plans the faults, all or named', () => {
  expect(planTests(['faults'])).toEqual({ parts: ['faults'], jestArgs: [], faultTests });
  expect(planTests(['faults', 'fuzz']).faultTests?.map(({ name }) => name)).toEqual(['fuzz']);
});
