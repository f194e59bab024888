import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, it } from '@jest/globals';

import { readOrMakeSecrets, secretsFor } from './secrets.ts';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-secrets-'));
  file = join(folder, 'secrets.json');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('makes them once', () => {
  const made = readOrMakeSecrets(file);
  expect(made.SESSION_SECRET).not.toBe(made.MEDIA_CONTROL_SECRET);
  expect(made.SESSION_SECRET.length).toBeGreaterThanOrEqual(43);
  expect(readOrMakeSecrets(file)).toEqual(made);
});

it('keeps them from everybody else, also when a copy had become readable', () => {
  readOrMakeSecrets(file);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  chmodSync(file, 0o644);
  readOrMakeSecrets(file);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

it.each(['', '{', 'null', '{"SESSION_SECRET":"short"}'])(
  'refuses a damaged file (%j) and leaves it as it is',
  (text) => {
    writeFileSync(file, text);
    expect(() => readOrMakeSecrets(file)).toThrow(/backup/);
    expect(readFileSync(file, 'utf8')).toBe(text);
  },
);

it('gives only what the environment does not', () => {
  const given = secretsFor({ SESSION_SECRET: 'x'.repeat(40) }, folder);
  expect(Object.keys(given)).toEqual(['MEDIA_CONTROL_SECRET']);
});

it('makes up nothing outside a local installation', () => {
  expect(secretsFor({ PARLEY_ENV: 'production' }, folder)).toEqual({});
  expect(() => statSync(file)).toThrow(/ENOENT/);
});
