import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
/** Keys as they are written, and values long enough to be one, given to what is named like a secret. */
const SECRET =
  /-----BEGIN [A-Z ]*PRIVATE KEY|\bAKIA[0-9A-Z]{16}\b|(SECRET|PASSWORD|TOKEN|_KEY)["'`]?\s*[:=]\s*["'`][\w+/=-]{16,}["'`]/;
/** Settings that no browser has to know of. */
const OF_THE_SERVER =
  /SESSION_SECRET|MEDIA_CONTROL_SECRET|TURN_SECRET|OIDC_CLIENT_SECRET|OPERATOR_TOKEN|DATABASE_URL|REDIS_URL|SMTP_URL/;

/** Paths within what the images hold; tests are compiled along, and have secrets of their own making. */
function built(folder: string): string[] {
  return globSync(`${folder}/**/*.{js,map,html,css,json,svg,webmanifest}`, { cwd: ROOT }).filter(
    (file) => !/\.test\.|\/(test|e2e|bench)\//.test(file),
  );
}

const found = (files: readonly string[], what: RegExp) =>
  files.filter((file) => what.test(readFileSync(`${ROOT}${file}`, 'utf8')));

it('what is built holds no secret, neither the servers nor the pages', () => {
  const files = built('dist');
  expect(files.some((file) => file.startsWith('dist/server/'))).toBe(true);
  expect(files.some((file) => file.startsWith('dist/client/assets/'))).toBe(true);
  expect(found(files, SECRET)).toEqual([]);
});

it('what browsers are given, and the sources beside it, know nothing of the server’s settings', () => {
  expect(found(built('dist/client'), OF_THE_SERVER)).toEqual([]);
});

it('images are made without what may lie about in the folder', () => {
  const left = readFileSync(`${ROOT}.dockerignore`, 'utf8').split('\n');
  expect(left).toEqual(expect.arrayContaining(['.git', '.env', 'data']));
});
