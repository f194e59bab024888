import { spawn, type ChildProcess } from 'node:child_process';
import { createHmac, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { eventually } from './rig/eventually.js';
import { freePort } from './rig/ports.js';
import { TurnClient } from './rig/turn-client.js';

/*
 * The relay of Debian with our settings: what it must never relay to. Only permissions are asked for; nothing is sent.
 */

const SECRET = 'a secret for this test alone, long enough to be one';

const FORBIDDEN_V4 = [
  '0.0.0.0',
  '0.1.2.3',
  '10.0.0.5',
  '10.255.255.255',
  '100.64.0.1',
  '100.127.255.254',
  '127.0.0.1',
  '127.255.0.1',
  '169.254.169.254',
  '169.254.0.1',
  '172.16.0.1',
  '172.31.255.255',
  '192.0.0.8',
  '192.0.2.1',
  '192.88.99.1',
  '192.168.0.1',
  '192.168.255.255',
  '198.18.0.1',
  '198.19.255.255',
  '198.51.100.7',
  '203.0.113.7',
  '224.0.0.1',
  '239.255.255.250',
  '240.0.0.1',
  '255.255.255.255',
];
const FORBIDDEN_V6 = [
  '::',
  '::1',
  '::ffff:127.0.0.1',
  '::ffff:10.0.0.5',
  '::ffff:169.254.169.254',
  '::ffff:192.168.0.1',
  '::ffff:8.8.8.8',
  '64:ff9b::7f00:1',
  '64:ff9b:1::1',
  '100::1',
  '2001::1',
  '2001:db8::1',
  '2002:7f00:1::1',
  'fc00::1',
  'fd12:3456:789a::1',
  'fe80::1',
  'febf::1',
  'ff02::1',
];

let relay: ChildProcess;
let port: number;
let folder: string;
const clients: TurnClient[] = [];

beforeAll(async () => {
  port = await freePort();
  folder = mkdtempSync(join(tmpdir(), 'parley-turn-'));
  const ours: readonly string[] = [
    '-c',
    'config/turn/turnserver.conf',
    `--static-auth-secret=${SECRET}`,
    '--realm=parley',
  ];
  const here = [
    `--listening-port=${port}`,
    '--listening-ip=127.0.0.1',
    '--relay-ip=127.0.0.1',
    '--relay-ip=::1',
    '--no-tls',
  ];
  const quiet = [
    '--no-dtls',
    `--pidfile=${join(folder, 'pid')}`,
    `--userdb=${join(folder, 'db')}`,
    '--log-file=stdout',
  ];
  relay = spawn('turnserver', [...ours, ...here, ...quiet], { stdio: 'ignore' });
  await eventually(async () => {
    const probe = client(credentials());
    const code = await probe.allocate(4).catch(() => 'silence');
    return code === undefined ? undefined : `the relay answers ${code}`;
  });
});
afterAll(async () => {
  for (const one of clients) one.close();
  const ended = new Promise((resolve) => relay.once('exit', resolve));
  relay.kill('SIGTERM');
  await ended;
  rmSync(folder, { recursive: true, force: true });
});

/** As the server makes them. */
function credentials(endsInS = 300) {
  const username = `${Math.floor(Date.now() / 1_000) + endsInS}:${randomUUID()}.${randomUUID()}`;
  return { username, credential: createHmac('sha1', SECRET).update(username).digest('base64') };
}

function client(user: { readonly username: string; readonly credential: string }): TurnClient {
  const made = new TurnClient(port, user);
  clients.push(made);
  return made;
}

it.each([
  [4, FORBIDDEN_V4],
  [6, FORBIDDEN_V6],
] as const)('relays to no address inside a network, IPv%d', async (family, addresses) => {
  const somebody = client(credentials());
  expect(await somebody.allocate(family)).toBeUndefined();
  const granted: string[] = [];
  for (const address of addresses) if ((await somebody.permit(address)) === undefined) granted.push(address);
  expect(granted).toEqual([]);
});

it('relays to the open network', async () => {
  const somebody = client(credentials());
  expect(await somebody.allocate(4)).toBeUndefined();
  expect(await somebody.permit('8.8.8.8')).toBeUndefined();
});

it('refuses credentials that are old, made up, or another’s', async () => {
  const good = credentials();
  const other = credentials();
  expect(await client(credentials(-60)).allocate(4)).toBe(401);
  expect(await client({ ...good, credential: 'made up' }).allocate(4)).toBe(401);
  expect(await client({ username: other.username, credential: good.credential }).allocate(4)).toBe(401);
});
