// `npm test`: sets up what tests need, builds, checks, runs the tests and sums up. The last line is always
// `N passed, N failed`. `npm test -- check`, `-- unit` and `-- e2e` run one part; other arguments go to Jest.
// `npm run test:faults` runs the long ones, and only those it is given names of.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';

import { build, usualBuildMs } from './build.ts';
import { runChecks } from './check.ts';
import { endGroup, tieToUs } from './processes.ts';
import { fromRoot, rootFolder } from './project.ts';
import {
  add,
  exitCodeOf,
  nothingYet,
  slowestLines,
  summaryLine,
  tallyOfJest,
  type JestReport,
  type Tally,
} from './summary.ts';
import { Terminal } from './terminal.ts';
import { environmentOf, type FaultTest } from './test/faults.ts';
import { journeyRuns, planTests, type Part, type TestPlan } from './test/plan.ts';
import { ensureTestTools } from './test/tools.ts';
import { resolveWorker } from './worker/index.ts';

const unitProjects = ['contracts', 'kernel', 'config', 'server', 'media-workers', 'scripts', 'client'];
/** Each file has a database schema and ports of its own. By itself Jest leaves one core alone, which is half of a small machine. */
const workerCount = Math.max(2, availableParallelism() - 1);
const firstBuildMs = 15_000;
const jestPatienceMs = 15_000;
const oneFailed: Tally = { passedCount: 0, failedCount: 1 };

const terminal = new Terminal();
const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => stopping.abort(new Error('stopped')));

const tally = await testAll(process.argv.slice(2));
const slowest = slowestLines(tally);
if (slowest.length > 0) console.log(['', 'The slowest files:', ...slowest, ''].join('\n'));
console.log(summaryLine(tally));
process.exit(exitCodeOf(tally));

async function testAll(args: readonly string[]): Promise<Tally> {
  let sum = nothingYet;
  try {
    const plan = planTests(args);
    const env = await prepare(plan);
    const isBuilt = await buildAll(plan);
    if (!isBuilt) sum = add(sum, oneFailed);
    for (const part of plan.parts) {
      // The journeys judge what was built; the rest reads the sources and has its say all the same.
      if ((part !== 'e2e' && part !== 'faults') || isBuilt) sum = add(sum, await runPart(part, plan, env));
    }
    return sum;
  } catch (error) {
    terminal.line((error as Error).message);
    return add(sum, oneFailed);
  }
}

async function prepare({ parts, faultTests = [] }: TestPlan): Promise<NodeJS.ProcessEnv> {
  const { signal } = stopping;
  const log = (text: string): void => terminal.line(`  ${text}`);
  const withBrowser = parts.includes('e2e') || faultTests.some(({ project }) => project === 'e2e');
  const withNetworks = process.platform === 'linux' && faultTests.some(({ makesNetworks }) => makesNetworks === true);
  const needsServices = parts.some((part) => part !== 'check');
  if (!needsServices) return process.env;
  const tools = await terminal.step({ name: 'test tools' }, () =>
    ensureTestTools({ withBrowser, withNetworks, log, signal }),
  );
  const worker = await terminal.step({ name: 'media worker' }, (step) =>
    resolveWorker({
      log,
      signal,
      onProgress: ({ step: what, doneCount, totalCount, leftMs }) => {
        step.note(what);
        if (totalCount > 0) step.progress(doneCount / totalCount, leftMs);
      },
    }),
  );
  return { ...process.env, MEDIASOUP_WORKER_BIN: worker.path, ...(tools.browser && { CHROMIUM_PATH: tools.browser }) };
}

async function buildAll({ parts }: TestPlan): Promise<boolean> {
  if (parts.every((part) => part === 'check')) return true;
  try {
    await terminal.step({ name: 'build', usualMs: usualBuildMs() ?? firstBuildMs }, () =>
      build({ signal: stopping.signal }),
    );
    return true;
  } catch (error) {
    stopping.signal.throwIfAborted();
    terminal.line((error as Error).message);
    return false;
  }
}

async function runPart(part: Part, { jestArgs, faultTests }: TestPlan, env: NodeJS.ProcessEnv): Promise<Tally> {
  stopping.signal.throwIfAborted();
  if (part === 'faults') return runFaults(faultTests ?? [], env);
  if (part === 'check') return runChecks((text) => terminal.line(text), stopping.signal);
  const projects = part === 'e2e' ? ['e2e'] : unitProjects;
  const runs = part === 'e2e' ? journeyRuns(jestArgs, workerCount) : [[`--maxWorkers=${workerCount}`, ...jestArgs]];
  let sum = nothingYet;
  for (const run of runs) {
    stopping.signal.throwIfAborted();
    // The projects come last: Jest takes every word after that option for one.
    sum = add(sum, await runJest([...run, '--selectProjects', ...projects], env));
  }
  return sum;
}

async function runFaults(tests: readonly FaultTest[], env: NodeJS.ProcessEnv): Promise<Tally> {
  let sum = nothingYet;
  for (const test of tests) {
    stopping.signal.throwIfAborted();
    const long = environmentOf(test, env);
    terminal.line(`\n${[test.name, ...long.settings].join(' ')}`);
    const tally = await runJest(
      ['--runInBand', '--testPathPatterns', test.files, '--selectProjects', test.project],
      long.env,
    );
    terminal.line(`${test.name}: ${summaryLine(tally)}`);
    sum = add(sum, tally);
  }
  return sum;
}

async function runJest(args: readonly string[], env: NodeJS.ProcessEnv): Promise<Tally> {
  const folder = mkdtempSync(join(tmpdir(), 'parley-test-'));
  const reportFile = join(folder, 'report.json');
  try {
    const jest = [
      '--experimental-vm-modules',
      '--disable-warning=ExperimentalWarning',
      fromRoot('node_modules', 'jest', 'bin', 'jest.js'),
    ];
    const child = spawn(process.execPath, [...jest, '--json', `--outputFile=${reportFile}`, ...args], {
      cwd: rootFolder,
      env,
      // Jest reports on the error stream; with --json the other one only repeats the report.
      stdio: ['ignore', 'ignore', 'inherit'],
      detached: true,
    });
    const keeper = tieToUs(child);
    const stop = (): void => void endGroup(child, jestPatienceMs);
    stopping.signal.addEventListener('abort', stop);
    const code = await new Promise<number | null>((resolve, reject) =>
      child.once('error', reject).once('exit', resolve),
    );
    stopping.signal.removeEventListener('abort', stop);
    keeper.dismiss();
    return tallyOfJest(readReport(reportFile), code ?? undefined);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readReport(file: string): JestReport | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as JestReport;
  } catch {
    return undefined;
  }
}
