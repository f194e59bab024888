import { createServer } from 'node:net';
import { expect, it } from '@jest/globals';
import { cpuMsIn, cpuMsOf, servingBehind } from './processes.js';

it('reads user and system time behind any command', () => {
  const rest = 'S 1 42 42 0 -1 4194304 100 0 0 0 150 50 0 0 20 0 1 0 300 1000 10';
  expect(cpuMsIn(`42 (node) ${rest}`)).toBe(2_000);
  expect(cpuMsIn(`42 (a) b (c)) ${rest}`)).toBe(2_000);
  expect(cpuMsIn('')).toBe(0);
});

it('finds that this process has used some, and one that does not exist none', () => {
  expect(cpuMsOf(process.pid)).toBeGreaterThan(0);
  expect(cpuMsOf(2 ** 30)).toBe(0);
});

it('does not take a process that is no part of Parley for one, whatever listens', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  expect(servingBehind(port).filter(({ pid }) => pid === process.pid)).toEqual([]);
  server.close();
});
