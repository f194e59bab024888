import { readdirSync } from 'node:fs';

import { expect, it } from '@jest/globals';

import { fromRoot } from '../project.ts';
import { faultTests } from './faults.ts';
import { journeyRuns, planTests } from './plan.ts';

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

it('runs every journey once: those full of pictures one by one, the others side by side, and named ones as they are named', () => {
  const [sideBySide = [], oneByOne = []] = journeyRuns([], 2);
  const [, crowded = ''] = oneByOne.slice(oneByOne.indexOf('--testPathPatterns'));
  expect(sideBySide).toEqual(expect.arrayContaining(['--maxWorkers=2', '--testPathIgnorePatterns', crowded]));
  const files = readdirSync(fromRoot('e2e')).filter((name) => name.endsWith('.test.ts'));
  const alone = files.filter((name) => new RegExp(crowded).test(`e2e/${name}`));
  expect(alone).toContain('meeting.test.ts');
  expect(alone).not.toContain('account.test.ts');
  expect(journeyRuns(['e2e/meeting.test.ts'], 2)).toEqual([['--runInBand', 'e2e/meeting.test.ts']]);
});
