import { afterEach, expect, it } from '@jest/globals';

import { Part, type PartEnd } from './part.ts';

let part: Part | undefined;

afterEach(() => part?.stop());

interface Seen {
  readonly lines: string[];
  readonly ends: PartEnd[];
}

/** Runs a program, and waits until it has printed so many lines. */
async function runUntil(script: string, lineCount: number): Promise<Seen> {
  const seen: Seen = { lines: [], ends: [] };
  await new Promise<void>((resolve) => {
    part = new Part({
      name: 'sample',
      command: process.execPath,
      args: ['-e', script],
      cwd: process.cwd(),
      env: process.env,
      onLine: (line) => seen.lines.push(line) >= lineCount && resolve(),
      onEnd: (end) => seen.ends.push(end),
    });
    part.start();
  });
  return seen;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

it('starts again what ends, later each time', async () => {
  const { ends } = await runUntil('console.log("here"); process.exit(3)', 3);
  expect(ends.slice(0, 2)).toEqual([
    { how: 'code 3', exitCode: 3, failureCount: 1, nextStartMs: 200 },
    { how: 'code 3', exitCode: 3, failureCount: 2, nextStartMs: 400 },
  ]);
});

it('ends it for good when told to, and takes no end on request for a failure', async () => {
  const { lines, ends } = await runUntil('console.log(process.pid); setInterval(() => {}, 1000)', 1);
  await part?.stop();
  expect(isAlive(Number(lines[0]))).toBe(false);
  expect(ends).toEqual([]);
});

it('starts it again at once on request', async () => {
  const { lines, ends } = await runUntil('console.log(process.pid); setInterval(() => {}, 1000)', 1);
  await part?.restart();
  expect(isAlive(Number(lines[0]))).toBe(false);
  expect(ends).toEqual([]);
});
