import { expect, it } from '@jest/globals';

import { rootFolder } from './project.ts';
import { readSettings } from './settings.ts';

it('has a default for everything, and takes an empty variable for none', () => {
  const wanted = {
    port: 3000,
    dataDir: `${rootFolder}/data`,
    address: 'http://localhost:3000',
    databaseUrl: undefined,
    environmentName: 'local',
  };
  expect(readSettings({})).toEqual(wanted);
  expect(readSettings({ PORT: '', DATA_DIR: '', DATABASE_URL: '', PARLEY_ENV: '', PUBLIC_URL: '' })).toEqual(wanted);
});

it('names the address that people use', () => {
  expect(readSettings({ PORT: '8080' }).address).toBe('http://localhost:8080');
  expect(readSettings({ PUBLIC_URL: 'https://meet.example.org' }).address).toBe('https://meet.example.org');
  expect(readSettings({}, { isDev: true }).address).toBe('http://localhost:5173');
});

it.each(['0', '65536', '-1', '3000.5', 'abc', '0x10'])('refuses the port %s', (PORT) => {
  expect(() => readSettings({ PORT })).toThrow(/PORT/);
});
