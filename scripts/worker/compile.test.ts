import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

import { afterEach, beforeEach, expect, it } from '@jest/globals';

import { compileWorker, type Progress } from './compile.ts';
import type { Run } from './run.ts';

let source: string;
beforeEach(async () => {
  source = await mkdtemp(join(tmpdir(), 'worker-compile-'));
  const files = {
    'meson.build':
      "common_sources = [\n  'src/a.cpp',\n  'src/b.cpp',\n]\nx = subproject('uv')\ny = ['src/test.cpp']\n",
    'deps/libwebrtc/meson.build': "s = [\n  'libwebrtc/c.cc',\n]\n",
    'src/a.cpp': 'int a;',
    'src/b.cpp': 'int b;',
    'src/main.cpp': 'int main() {}',
    'deps/libwebrtc/libwebrtc/c.cc': 'int c;',
  };
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(source, path)), { recursive: true });
    await writeFile(join(source, path), text);
  }
});
afterEach(() => rm(source, { recursive: true }));

/** A compiler that notes the files of each unit, and refuses the units that `refuses` says. */
function fakeCompiler(refuses: (files: string[]) => boolean = () => false): { run: Run; compiled: string[][] } {
  const compiled: string[][] = [];
  const run: Run = async (_, args) => {
    const text = await readFile(args[args.indexOf('-c') + 1]!, 'utf8');
    const files = [...text.matchAll(/#include "(.*)"/g)].map((match) => basename(match[1]!));
    compiled.push(files);
    if (refuses(files)) return { exitCode: 1, stdout: '', stderr: 'error: redefinition' };
    await writeFile(args[args.indexOf('-o') + 1]!, 'object');
    return { exitCode: 0, stdout: '', stderr: '' };
  };
  return { run, compiled };
}

function compile(run: Run, more: { log?: (line: string) => void; onProgress?: (progress: Progress) => void } = {}) {
  return compileWorker({
    run,
    source,
    objects: join(source, 'objects'),
    flags: ['-O3'],
    log: () => undefined,
    ...more,
  });
}

it('compiles what the package lists, tests left out, its own files apart from those of libwebrtc', async () => {
  const { run, compiled } = fakeCompiler();
  expect(await compile(run)).toHaveLength(2);
  // Two compilers run side by side, so that either may be first.
  expect(compiled.toSorted((a, b) => String(a).localeCompare(String(b)))).toEqual([
    ['a.cpp', 'b.cpp', 'main.cpp'],
    ['c.cc'],
  ]);
});

it('compiles one by one what does not compile together', async () => {
  const { run, compiled } = fakeCompiler((files) => files.length > 1);
  const lines: string[] = [];
  expect(await compile(run, { log: (line) => void lines.push(line) })).toHaveLength(4);
  expect(compiled.filter((files) => files.length === 1)).toHaveLength(4);
  expect(lines).toHaveLength(1);
});

it("fails with the compiler's words when a file does not compile on its own either", async () => {
  const { run } = fakeCompiler((files) => files.includes('b.cpp'));
  await expect(compile(run)).rejects.toThrow('redefinition');
});

it('goes on where an interrupted build had stopped', async () => {
  await expect(compile(fakeCompiler((files) => files.includes('c.cc')).run)).rejects.toThrow();
  const { run, compiled } = fakeCompiler();
  await compile(run);
  expect(compiled).toEqual([['c.cc']]);
});

it('reports every unit, from none to all', async () => {
  const steps: Progress[] = [];
  await compile(fakeCompiler().run, { onProgress: (progress) => void steps.push(progress) });
  expect(steps.map(({ doneCount, totalCount }) => `${doneCount}/${totalCount}`)).toEqual(['0/2', '1/2', '2/2']);
  expect(steps.map(({ step }) => step)).toEqual(Array(3).fill('compiling the media worker'));
  expect(steps[0]?.leftMs).toBeUndefined();
  expect(steps[1]?.leftMs).toBeGreaterThan(0);
  expect(steps[2]?.leftMs).toBe(0);
});
