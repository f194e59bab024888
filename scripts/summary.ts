// Counts what was tested, and says it in one line that machines read too.
import { relative } from 'node:path';

import { rootFolder } from './project.ts';

export interface Tally {
  readonly passedCount: number;
  readonly failedCount: number;
  /** How long each file took. */
  readonly files?: readonly TimedFile[];
}

export interface TimedFile {
  readonly path: string;
  readonly tookMs: number;
}

export const nothingYet: Tally = { passedCount: 0, failedCount: 0 };

export function add(left: Tally, right: Tally): Tally {
  return {
    passedCount: left.passedCount + right.passedCount,
    failedCount: left.failedCount + right.failedCount,
    files: [...(left.files ?? []), ...(right.files ?? [])],
  };
}

/** The files that took longest, for whoever wants the whole to take less; [] when there were few. */
export function slowestLines({ files = [] }: Tally, count = 10): readonly string[] {
  if (files.length <= count) return [];
  const slowest = files.toSorted((left, right) => right.tookMs - left.tookMs).slice(0, count);
  return slowest.map(({ path, tookMs }) => `${(tookMs / 1000).toFixed(1).padStart(7)} s  ${path}`);
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
  readonly testResults: readonly {
    /** The file's path. */
    readonly name: string;
    /** Ms since the Unix epoch. */
    readonly startTime: number;
    readonly endTime: number;
  }[];
}

/**
 * @param report undefined when Jest has left none
 * @param code what Jest ended with; undefined for a signal
 */
export function tallyOfJest(report: JestReport | undefined, code: number | undefined): Tally {
  const passedCount = report?.numPassedTests ?? 0;
  const failedCount = (report?.numFailedTests ?? 0) + (report?.numRuntimeErrorTestSuites ?? 0);
  // Jest may also fail for what no test is to blame for: a set-up, a crash, no tests found.
  return { passedCount, failedCount: code !== 0 && failedCount === 0 ? 1 : failedCount, files: filesOf(report) };
}

function filesOf(report: JestReport | undefined): readonly TimedFile[] {
  return (report?.testResults ?? []).map(({ name, startTime, endTime }) => ({
    path: relative(rootFolder, name),
    tookMs: endTime - startTime,
  }));
}
