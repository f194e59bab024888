import { expect, it } from '@jest/globals';

import { fromRoot } from './project.ts';
import { add, exitCodeOf, nothingYet, slowestLines, summaryLine, tallyOfJest } from './summary.ts';

const report = { numPassedTests: 5, numFailedTests: 0, numRuntimeErrorTestSuites: 0, testResults: [] };

it('adds up and says so in the agreed form', () => {
  const sum = add({ passedCount: 4, failedCount: 1 }, tallyOfJest(report, 0));
  expect(summaryLine(sum)).toBe('9 passed, 1 failed');
});

it('fails when one has failed, and when nothing was tested', () => {
  expect(exitCodeOf({ passedCount: 9, failedCount: 0 })).toBe(0);
  expect(exitCodeOf({ passedCount: 9, failedCount: 1 })).toBe(1);
  expect(exitCodeOf(nothingYet)).toBe(1);
});

it('counts a file that could not be run', () => {
  expect(tallyOfJest({ ...report, numFailedTests: 2, numRuntimeErrorTestSuites: 1 }, 1)).toMatchObject({
    passedCount: 5,
    failedCount: 3,
  });
});

it('counts a failure that no test is to blame for', () => {
  expect(tallyOfJest(report, 1)).toMatchObject({ passedCount: 5, failedCount: 1 });
  expect(tallyOfJest(undefined, undefined)).toMatchObject({ passedCount: 0, failedCount: 1 });
});

it('names the files that took longest, of all parts together', () => {
  const tallyOf = (name: string, tookMs: number) =>
    tallyOfJest({ ...report, testResults: [{ name: fromRoot(name), startTime: 1000, endTime: 1000 + tookMs }] }, 0);
  const sum = [tallyOf('a.test.ts', 1_500), tallyOf('e2e/b.test.ts', 12_340), tallyOf('c.test.ts', 20)].reduce(add);
  expect(slowestLines(sum, 2)).toEqual(['   12.3 s  e2e/b.test.ts', '    1.5 s  a.test.ts']);
  expect(slowestLines(sum)).toEqual([]);
});
