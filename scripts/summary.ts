// Counts what was tested, and says it in one line that machines read too.

export interface Tally {
  readonly passedCount: number;
  readonly failedCount: number;
}

export const nothingYet: Tally = { passedCount: 0, failedCount: 0 };

export function add(left: Tally, right: Tally): Tally {
  return { passedCount: left.passedCount + right.passedCount, failedCount: left.failedCount + right.failedCount };
}

/** The last line of `npm test`. Other programs depend on its exact form. */
export function summaryLine({ passedCount, failedCount }: Tally): string {
  return `${passedCount} passed, ${failedCount} failed`;
}

/** Nothing tested is a failure as well: a run that found no tests has proven nothing. */
export function exitCodeOf({ passedCount, failedCount }: Tally): 0 | 1 {
  return failedCount > 0 || passedCount === 0 ? 1 : 0;
}

/** What is used of Jest's report. */
export interface JestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  /** Files that could not be run at all: their tests were never counted. */
  readonly numRuntimeErrorTestSuites: number;
}

/**
 * @param report undefined when Jest has left none
 * @param code what Jest ended with; undefined for a signal
 */
export function tallyOfJest(report: JestReport | undefined, code: number | undefined): Tally {
  const passedCount = report?.numPassedTests ?? 0;
  const failedCount = (report?.numFailedTests ?? 0) + (report?.numRuntimeErrorTestSuites ?? 0);
  // Jest may also fail for what no test is to blame for: a set-up, a crash, no tests found.
  return { passedCount, failedCount: code !== 0 && failedCount === 0 ? 1 : failedCount };
}
