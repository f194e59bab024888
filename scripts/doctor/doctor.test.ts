import { createSocket } from 'node:dgram';

import { expect, it } from '@jest/globals';

import { checkNode } from './machine.ts';
import { checkAddress, checkMediaPorts, checkSocketBuffers, parseRange } from './network.ts';
import { checkRedis, judgeDatabase } from './stores.ts';

const sound = { version: '18.4', fsync: 'on', synchronousCommit: 'on', fullPageWrites: 'on' };

it('trusts a database that keeps what it confirms', () => {
  expect(judgeDatabase(sound).map(({ level }) => level)).toEqual(['ok']);
  expect(judgeDatabase({ ...sound, synchronousCommit: 'remote_apply' }).map(({ level }) => level)).toEqual(['ok']);
});

it.each([
  [{ fsync: 'off' }, 'fault'],
  [{ fullPageWrites: 'off' }, 'fault'],
  [{ version: '12.9' }, 'fault'],
  [{ synchronousCommit: 'off' }, 'warning'],
])('finds %j', (change, level) => {
  const findings = judgeDatabase({ ...sound, ...change });
  expect(findings.map((finding) => finding.level)).toEqual([level]);
  expect(findings[0]?.remedy).toBeTruthy();
});

it('judges Node by the pinned version', () => {
  expect(checkNode('24.21.0', '24.21.0').level).toBe('ok');
  expect(checkNode('24.20.0', '24.21.0').level).toBe('warning');
  expect(checkNode('20.20.2', '24.21.0').level).toBe('fault');
  expect(checkNode('24.21.0', undefined).level).toBe('fault');
});

it.each(['40000', '40099-40000', '80-90', '40000-70000', 'a-b', ''])('takes %j for no range of ports', (text) => {
  expect(parseRange(text)).toBeUndefined();
});

it('says which sizes of sockets the kernel has to allow', () => {
  const usual: Record<string, number> = { 'net.core.rmem_max': 212_992, 'net.core.wmem_max': 4_194_304 };
  const [finding] = checkSocketBuffers((setting) => usual[setting]);
  expect(finding).toMatchObject({ level: 'warning', remedy: 'sudo sysctl -w net.core.rmem_max=1048576' });
  expect(checkSocketBuffers(() => 1_048_576).map(({ level }) => level)).toEqual(['ok']);
  expect(checkSocketBuffers(() => undefined)).toEqual([]);
});

it('finds media ports that are taken', async () => {
  const socket = createSocket('udp4');
  await new Promise<void>((resolve) => socket.bind(0, () => resolve()));
  const { port } = socket.address();
  const finding = await checkMediaPorts({ MEDIA_PORT_RANGE: `${port}-${port}` });
  await new Promise<void>((resolve) => socket.close(() => resolve()));
  expect(finding.level).toBe('fault');
});

it.each([
  ['0.0.0.0', 'fault'],
  ['127.0.0.1', 'warning'],
  ['203.0.113.7', 'warning'],
])('judges the announced address %s', async (address, level) => {
  expect((await checkAddress({ MEDIA_ANNOUNCED_ADDRESS: address })).level).toBe(level);
});

it('says that a Redis does not answer, and does not wait for it', async () => {
  const finding = await checkRedis('redis://127.0.0.1:1');
  expect(finding).toMatchObject({ level: 'fault', topic: 'Redis' });
  expect(finding.text).toContain('ECONNREFUSED');
});
