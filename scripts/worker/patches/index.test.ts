import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, it } from '@jest/globals';

import { applyPatch, type Patch } from '../patch.ts';
import { patches } from './index.ts';
import { mediasoupPackage } from '../places.ts';

const patch: Patch = { file: 'a.cpp', expected: 'wait = 1000;', replacement: 'wait = 250;', reason: 'It is too long.' };

it('replaces the expected text and leaves the rest', () => {
  expect(applyPatch('int a;\nwait = 1000;\nint b;', patch)).toBe('int a;\nwait = 250;\nint b;');
});

it.each([
  ['absent', 'wait = 900;', '0 times'],
  ['ambiguous', 'wait = 1000; wait = 1000;', '2 times'],
])('refuses when the expected text is %s, naming file and reason', (_, text, count) => {
  expect(() => applyPatch(text, patch)).toThrow(new RegExp(`a\\.cpp.*${count}.*too long`));
});

it('fits the installed mediasoup, every patch of it, one after the other', () => {
  const { workerFolder } = mediasoupPackage();
  for (const file of new Set(patches.map((each) => each.file))) {
    const original = readFileSync(join(workerFolder, file), 'utf8');
    const mended = patches.filter((each) => each.file === file).reduce(applyPatch, original);
    for (const each of patches.filter((one) => one.file === file)) expect(mended).toContain(each.replacement);
  }
});

it('leaves nothing of the retry flag that the counter replaces', () => {
  const { workerFolder } = mediasoupPackage();
  const file = 'include/RTC/KeyFrameRequestManager.hpp';
  const mended = patches
    .filter((each) => each.file === file)
    .reduce(applyPatch, readFileSync(join(workerFolder, file), 'utf8'));
  expect(mended).not.toContain('retryOnTimeout');
});
