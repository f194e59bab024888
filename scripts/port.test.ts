import { createServer, type AddressInfo } from 'node:net';

import { expect, it } from '@jest/globals';

import { isParley, listeningInodes, stateOfPort } from './port.ts';

const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:0BB8 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 41234 1 0000000000000000 100 0 0 10 0
   1: 0100007F:0BB8 0100007F:C350 01 00000000:00000000 00:00000000 00000000     0        0 41235 1 0000000000000000 20 4 30 10 -1
   2: 00000000:0BB9 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 41236 1 0000000000000000 100 0 0 10 0
`;
const table6 = `  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 00000000000000000000000000000000:0BB8 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 51234 1 0000000000000000 100 0 0 10 0
`;

it('finds the listening sockets of a port, and no connections', () => {
  expect(listeningInodes(table, 3000)).toEqual(['41234']);
  expect(listeningInodes(table6, 3000)).toEqual(['51234']);
  expect(listeningInodes(table, 50_000)).toEqual([]);
  expect(listeningInodes('', 3000)).toEqual([]);
});

it('knows a Parley server by its command', () => {
  const parentCommand = undefined;
  expect(
    isParley({ pid: 1, command: 'node --enable-source-maps /opt/parley/dist/server/src/main.js', parentCommand }),
  ).toBe(true);
  expect(isParley({ pid: 1, command: 'node /opt/other/main.js', parentCommand })).toBe(false);
});

it('names the process that holds a port, also when it listens on loopback only', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const taken = await stateOfPort(port);
  await new Promise((resolve) => server.close(resolve));
  expect(taken).toMatchObject({ kind: 'taken', holder: { pid: process.pid } });
  expect(await stateOfPort(port)).toEqual({ kind: 'free' });
});
