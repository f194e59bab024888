import { expect, it } from '@jest/globals';

import { run, runOrThrow } from './run.ts';

const node = process.execPath;

it('gives back what a program wrote and how it ended', async () => {
  const script = 'process.stdout.write("out"); process.stderr.write("err"); process.exitCode = 41';
  expect(await run(node, ['-e', script])).toEqual({ exitCode: 41, stdout: 'out', stderr: 'err' });
});

it('answers 127 for a program that is not there', async () => {
  expect((await run('/no/such/program', [])).exitCode).toBe(127);
});

it('ends the program when its signal aborts, and throws the reason', async () => {
  const stop = new AbortController();
  const outcome = run(node, ['-e', 'setInterval(() => {}, 1000)'], { signal: stop.signal });
  stop.abort(new Error('enough'));
  await expect(outcome).rejects.toThrow('enough');
});

it('ends what the program has started, too', async () => {
  const stop = new AbortController();
  // The shell passes its output on to a grandchild, which would hold it open for a minute.
  const outcome = run('sh', ['-c', 'sleep 60 & wait'], { signal: stop.signal });
  stop.abort(new Error('enough'));
  await expect(outcome).rejects.toThrow('enough');
});

it('reports the command and what it said, for a program that had to succeed', async () => {
  const outcome = runOrThrow(run, [node, '-e', 'console.error("the cause"); process.exitCode = 3']);
  await expect(outcome).rejects.toThrow(/exit code 3.*the cause/s);
});
