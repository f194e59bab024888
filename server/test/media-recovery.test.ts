import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kill } from 'node:process';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { publication } from './support/media.js';
import { eventually, World, type Person } from './support/world.js';

/*
 * The whole server with a real media host and its real workers, which are killed. What is asserted is that everybody is
 * given new transports; how long that took is printed. It needs the built files, as `npm test` makes them.
 */

const MAIN = join(process.cwd(), 'dist/media-workers/src/main.js');
const TRIALS_COUNT = Number(process.env['WORKER_KILLS'] ?? 5);

let world: World;
let dataDir: string;
let hosts: RealHost[];

class RealHost {
  readonly child: ChildProcess;
  out = '';

  constructor(environment: Readonly<Record<string, string>>) {
    const { PATH = '', MEDIASOUP_WORKER_BIN = '' } = process.env;
    this.child = spawn(process.execPath, [MAIN], {
      env: { PATH, MEDIASOUP_WORKER_BIN, MEDIA_CONTROL_SECRET: 'm'.repeat(48), ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.child.stdout, this.child.stderr])
      stream?.on('data', (chunk: Buffer) => (this.out += chunk.toString()));
  }

  get workerPids(): number[] {
    return [...this.out.matchAll(/"workerPid":(\d+),"port"/g)].map(([, pid]) => Number(pid));
  }

  countOf(message: string): number {
    return this.out.split(`"msg":"${message}"`).length - 1;
  }
}

beforeEach(async () => {
  world = await World.open();
  dataDir = await mkdtemp(join(tmpdir(), 'parley-recovery-'));
  hosts = [];
});
afterEach(async () => {
  for (const { child } of hosts) child.kill('SIGKILL');
  await world.close();
  await rm(dataDir, { recursive: true, force: true });
});

async function newHost(environment: Readonly<Record<string, string>> = {}): Promise<RealHost> {
  const first = 20_000 + Math.floor(Math.random() * 400) * 50;
  const host = new RealHost({
    SERVER_URLS: world.url,
    DATA_DIR: join(dataDir, String(hosts.length)),
    MEDIA_WORKERS: '1',
    MEDIA_PORT_RANGE: `${first}-${first + 40}`,
    ...environment,
  });
  hosts.push(host);
  await eventually(() => host.countOf('connected to server') === 0 && `a media host: ${host.out}`, 15_000);
  return host;
}

async function meeting() {
  const owner = await world.guest();
  const roomId = await world.room(owner);
  const hana = await world.joined(roomId, owner);
  const gus = await world.joined(roomId);
  await hana.ask('media.publish', publication('microphone'));
  await eventually(() => gus.all('media.opened').length === 0 && 'the microphone');
  return [hana, gus] as const;
}

async function replaced(people: readonly Person[], count: number): Promise<void> {
  for (const person of people)
    await eventually(() => person.all('media.replaced').length < count && 'new transports', 15_000);
}

function say(what: string, tookMs: readonly number[]): void {
  const inOrder = tookMs.toSorted((a, b) => a - b).map((ms) => Math.round(ms));
  process.stdout.write(`${what}: ${inOrder.join(', ')} ms\n`);
}

it(
  'a killed worker: everybody has new transports soon, each time, and receives again',
  async () => {
    const tookMs: number[] = [];
    // A fresh host each time: one whose workers die again and again takes its time on purpose.
    for (let trial = 1; trial <= TRIALS_COUNT; trial += 1) {
      const host = await newHost();
      const [hana, gus] = await meeting();
      const atMs = performance.now();
      kill(host.workerPids.at(-1)!, 'SIGKILL');
      await replaced([hana, gus], 1);
      tookMs.push(performance.now() - atMs);
      await hana.ask('media.publish', publication('microphone'));
      await eventually(() => gus.all('media.opened').length < 2 && 'the microphone again');
      expect(gus.all('participant.left')).toEqual([]);
      await hana.ask('meeting.leave', {});
      await gus.ask('meeting.leave', {});
      host.child.kill('SIGKILL');
    }
    say('worker killed, until both people had new transports', tookMs);
  },
  60_000 + TRIALS_COUNT * 5_000,
);

it('a killed host: the other one takes over', async () => {
  const [first, second] = [await newHost(), await newHost()];
  const people = await meeting();
  const [old] = first.countOf('media session opened') > 0 ? [first] : [second];
  const atMs = performance.now();
  old.child.kill('SIGKILL');
  await replaced(people, 1);
  say('host killed, until both people had new transports on the other', [performance.now() - atMs]);
});

it('a hung host: its people go elsewhere, and when it wakes it holds nothing of theirs', async () => {
  const [first, second] = [await newHost(), await newHost()];
  const people = await meeting();
  const old = first.countOf('media session opened') > 0 ? first : second;
  const atMs = performance.now();
  old.child.kill('SIGSTOP');
  await replaced(people, 1);
  say('host stopped, until both people had new transports on the other', [performance.now() - atMs]);
  old.child.kill('SIGCONT');
  await eventually(() => old.countOf('room closed') === 0 && `the end of its room: ${old.out}`, 15_000);
});

it('a host asked to end moves its people first, and then it is gone', async () => {
  const [first, second] = [await newHost(), await newHost()];
  const people = await meeting();
  const old = first.countOf('media session opened') > 0 ? first : second;
  const ended = new Promise<number | null>((resolve) => old.child.once('close', resolve));
  const atMs = performance.now();
  old.child.kill('SIGTERM');
  await replaced(people, 1);
  say('host drained, until both people had new transports on the other', [performance.now() - atMs]);
  expect(await ended).toBe(0);
  expect(old.countOf('drained')).toBe(1);
  expect(people.flatMap((person) => person.all('participant.left'))).toEqual([]);
});

it('the only host, asked to end, does not wait for what nobody can take', async () => {
  const host = await newHost({ MEDIA_DRAIN_MAX_MS: '600000' });
  await meeting();
  const ended = new Promise<number | null>((resolve) => host.child.once('close', resolve));
  host.child.kill('SIGTERM');
  expect(await ended).toBe(0);
});
