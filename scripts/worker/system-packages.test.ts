import { expect, it } from '@jest/globals';

import { fakeRun } from './fake-run.ts';
import { ensurePackages, installCommand, missingPackages } from './system-packages.ts';

const complete = { 'g++': '', 'pkg-config': '', flatc: '', make: '', 'dpkg-source': '' };
const withoutUv = { 'pkg-config --exists libuv': 1, ...complete };
const withoutMake = { ...complete, make: 127 };

function logTo(lines: string[]): (line: string) => void {
  return (line) => void lines.push(line);
}

it('misses nothing on a complete machine, and then runs no installer', async () => {
  const { run, commands } = fakeRun(complete);
  await ensurePackages({ run, isRoot: true, log: logTo([]) });
  expect(commands.filter((line) => line.includes('apt-get'))).toEqual([]);
});

it('tells what is required from what is only useful', async () => {
  expect(await missingPackages(fakeRun({ ...withoutUv, 'dpkg-source': 127 }).run)).toEqual({
    required: ['libuv1-dev'],
    useful: ['dpkg-dev'],
  });
});

it('takes every library for missing where pkg-config is', async () => {
  const { required } = await missingPackages(fakeRun({ 'g++': '', flatc: '' }).run);
  expect(required).toContain('pkg-config');
  expect(required).toContain('libssl-dev');
  expect(required).not.toContain('g++');
});

it('names the one exact command when it may not install', async () => {
  const { run } = fakeRun({ ...withoutUv, 'apt-get --version': '', 'sudo -n true': 1 });
  await expect(ensurePackages({ run, isRoot: false, log: logTo([]) })).rejects.toThrow(installCommand(['libuv1-dev']));
});

it('installs as root without sudo, and does not refresh the lists when there is no need', async () => {
  const { run, commands } = fakeRun({ ...withoutUv, 'apt-get --version': '', env: '' });
  await ensurePackages({ run, isRoot: true, log: logTo([]) });
  expect(commands.filter((line) => line.startsWith('env'))).toEqual([
    'env DEBIAN_FRONTEND=noninteractive apt-get -q install -y --no-install-recommends libuv1-dev',
  ]);
});

it('installs through sudo where that asks for no password', async () => {
  const { run, commands } = fakeRun({ ...withoutUv, 'apt-get --version': '', sudo: '' });
  await ensurePackages({ run, isRoot: false, log: logTo([]) });
  expect(commands.at(-1)).toBe(
    'sudo -n env DEBIAN_FRONTEND=noninteractive apt-get -q install -y --no-install-recommends libuv1-dev',
  );
});

it('refreshes the lists once when the install fails, and then gives up with the command', async () => {
  const { run, commands } = fakeRun({
    ...withoutUv,
    'apt-get --version': '',
    'env DEBIAN_FRONTEND=noninteractive apt-get -q update': '',
    env: 100,
  });
  const outcome = ensurePackages({ run, isRoot: true, log: logTo([]) });
  await expect(outcome).rejects.toThrow(installCommand(['libuv1-dev']));
  expect(commands.filter((line) => line.startsWith('env')).map((line) => line.split(' ')[4])).toEqual([
    'install',
    'update',
    'install',
  ]);
});

it('goes on without what is only useful', async () => {
  const lines: string[] = [];
  await ensurePackages({ run: fakeRun(withoutMake).run, isRoot: false, log: logTo(lines) });
  expect(lines).toEqual([expect.stringContaining(installCommand(['make']))]);
});
