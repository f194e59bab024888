import { expect, it } from '@jest/globals';

import { add, exitCodeOf, nothingYet, summaryLine, tallyOfJest } from './summary.ts';

const report = { numPassedTests: 5, numFailedTests: 0, numRuntimeErrorTestSuites: 0 };

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
  expect(tallyOfJest({ ...report, numFailedTests: 2, numRuntimeErrorTestSuites: 1 }, 1)).toEqual({
    passedCount: 5,
    failedCount: 3,
  });
});

it('counts a failure that no test is to blame for', () => {
  expect(tallyOfJest(report, 1)).toEqual({ passedCount: 5, failedCount: 1 });
  expect(tallyOfJest(undefined, undefined)).toEqual({ passedCount: 0, failedCount: 1 });
});
