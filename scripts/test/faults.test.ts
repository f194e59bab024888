import { globSync } from 'node:fs';

import { expect, it } from '@jest/globals';

import { chooseFaultTests, environmentOf, faultTests } from './faults.ts';

it('chooses all, or the named', () => {
  expect(chooseFaultTests([])).toBe(faultTests);
  expect(chooseFaultTests(['fuzz']).map(({ name }) => name)).toEqual(['fuzz']);
  expect(() => chooseFaultTests(['fuzz', 'fuss'])).toThrow('There is no fault test "fuss"');
});

it('names files that exist, and each long test', () => {
  const files = globSync('{contracts,server,media-workers,client,e2e,bench}/**/*.test.{ts,tsx}', {
    exclude: ['**/node_modules/**', '**/dist/**'],
  });
  expect(faultTests.filter((test) => !files.some((file) => new RegExp(test.files).test(file)))).toEqual([]);
  const long = files.filter((file) => file.includes('.faults.test.'));
  expect(long.filter((file) => !faultTests.some((test) => new RegExp(test.files).test(file)))).toEqual([]);
});

it('leaves the caller’s counts alone', () => {
  const [test] = chooseFaultTests(['fuzz']);
  expect(environmentOf(test!, {}).settings).toEqual(['FUZZ_CASES=10000']);
  expect(environmentOf(test!, { FUZZ_CASES: '7' })).toEqual({
    env: { FUZZ_CASES: '7', FAULTS: 'long' },
    settings: ['FUZZ_CASES=7'],
  });
});
