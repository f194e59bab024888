import { inspect } from 'node:util';
import { expect, it } from '@jest/globals';
import { ConfigurationError, loadMediaHostConfig, loadServerConfig } from './index.js';

const SECRET = 'x'.repeat(40);
const GOOD = { DATABASE_URL: 'postgres://app@db/parley', SESSION_SECRET: SECRET, MEDIA_CONTROL_SECRET: SECRET };

function faultsOf(load: () => unknown): readonly string[] {
  try {
    load();
  } catch (thrown) {
    if (thrown instanceof ConfigurationError) return thrown.faults;
    throw thrown;
  }
  return [];
}

it('reports every fault at once, by the name of its variable', () => {
  const faults = faultsOf(() =>
    loadServerConfig({ PORT: 'http', PARLEY_ENV: 'staging', SESSION_SECRET: 'short', ROOM_CAPACITY: '1' }),
  );
  for (const name of ['PORT', 'PARLEY_ENV', 'SESSION_SECRET', 'ROOM_CAPACITY', 'DATABASE_URL', 'MEDIA_CONTROL_SECRET'])
    expect(faults.some((fault) => fault.startsWith(`${name}:`))).toBe(true);
});

it('never repeats a secret in what it reports, nor shows one in a print of the whole', () => {
  expect(inspect(faultsOf(() => loadServerConfig({ SESSION_SECRET: 'hunter2' })))).not.toContain('hunter2');
  expect(inspect(loadServerConfig(GOOD), { depth: 9 })).not.toContain(SECRET);
});

it('has no default for a secret in any mode, and wants the public address in production', () => {
  for (const mode of ['local', 'dev', 'production']) {
    const faults = faultsOf(() => loadServerConfig({ ...GOOD, PARLEY_ENV: mode, SESSION_SECRET: '' }));
    expect(faults).toContain('SESSION_SECRET: is not set');
  }
  expect(faultsOf(() => loadServerConfig({ ...GOOD, PARLEY_ENV: 'production' })).join()).toContain('PUBLIC_URL');
  expect(
    loadServerConfig({ ...GOOD, PARLEY_ENV: 'production', PUBLIC_URL: 'https://meet.example.org' }).isBehindTls,
  ).toBe(true);
});

it('refuses an announced address that no browser can reach, and a port range too small for the workers', () => {
  const host = { MEDIA_CONTROL_SECRET: SECRET };
  expect(faultsOf(() => loadMediaHostConfig({ ...host, MEDIA_ANNOUNCED_ADDRESS: '0.0.0.0' })).join()).toContain(
    'MEDIA_ANNOUNCED_ADDRESS',
  );
  expect(
    faultsOf(() => loadMediaHostConfig({ ...host, MEDIA_PORT_RANGE: '40000-40001', MEDIA_WORKERS: '3' })).join(),
  ).toContain('MEDIA_PORT_RANGE');
  expect(loadMediaHostConfig({ ...host, MEDIA_PORT_RANGE: '41000-41009' }).portRange).toEqual({
    first: 41_000,
    last: 41_009,
  });
});
