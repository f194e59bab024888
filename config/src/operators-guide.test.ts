import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';

const here = new URL('./', import.meta.url);
const guide = readFileSync(new URL('../../docs/operating.md', here), 'utf8');

/** The names of all settings, as the schemas of this folder have them. */
function settings(): readonly string[] {
  const sources = readdirSync(here).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'));
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
