import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';

const here = new URL('./', import.meta.url);
const guide = readFileSync(new URL('../../docs/operating.md', here), 'utf8');

const cluster = readFileSync(new URL('../../docker-compose.yml', here), 'utf8');

/** What the images of a cluster fix by themselves. */
const FIXED_IN_IMAGES = ['PARLEY_ENV', 'PORT', 'BIND_ADDRESS', 'DATA_DIR'];

/** The names of all settings, as the schemas of this folder have them. */
function settings(isOurs = (_file: string) => true): readonly string[] {
  const sources = readdirSync(here).filter((file) => /(?<!\.test)\.ts$/.test(file) && isOurs(file));
  return sources.flatMap((file) =>
    [...readFileSync(new URL(file, here), 'utf8').matchAll(/^ {2}([A-Z][A-Z0-9_]+):/gm)].map(([, name = '']) => name),
  );
}

it('finds the settings', () => {
  expect(settings()).toEqual(expect.arrayContaining(['PORT', 'MEDIA_WORKERS', 'SMTP_URL', 'TURN_URLS']));
});

it.each(settings())('%s is in the operator’s guide', (name) => {
  expect(guide).toContain(`\`${name}\``);
});

const ofServers = settings((file) => file !== 'media-host.ts').filter((name) => !FIXED_IN_IMAGES.includes(name));

it.each(ofServers)('%s reaches the servers of a cluster', (name) => {
  expect(cluster).toMatch(new RegExp(`^    ${name}: `, 'm'));
});
