import { expect, it } from '@jest/globals';

import { compileBeside } from './better-worker.ts';

async function linesOf(
  options: Partial<Parameters<typeof compileBeside>[0]>,
  signal = new AbortController().signal,
): Promise<string[]> {
  const lines: string[] = [];
  await compileBeside({
    terminal: { line: (text) => lines.push(text) },
    signal,
    installCommand: undefined,
    ...options,
  });
  return lines;
}

const node = (script: string) => [process.execPath, '-e', script];

it('compiles with the lowest priority, and says that the next start has it', async () => {
  const lines = await linesOf({ command: node('process.exit(os.getPriority() === 19 ? 0 : 1)') });
  expect(lines).toEqual([expect.stringContaining('is compiled meanwhile'), expect.stringContaining('the next start')]);
});

it('says why it could not', async () => {
  const lines = await linesOf({ command: node('console.error("no room on the disk"); process.exit(1)') });
  expect(lines.at(-1)).toMatch(/could not be compiled.*no room on the disk/u);
});

it('installs nothing, but says what to install', async () => {
  const lines = await linesOf({ installCommand: 'apt-get install g++', command: ['false'] });
  expect(lines).toEqual([expect.stringContaining('apt-get install g++')]);
});

it('ends with Parley, without a word', async () => {
  const stopping = new AbortController();
  const ending = linesOf({ command: node('setTimeout(() => {}, 60_000)') }, stopping.signal);
  stopping.abort();
  expect(await ending).toHaveLength(1);
});
