// The programs that tests need beside ours: found, or installed where that needs no password.
import { globSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

import { findProgram, findRedis } from '../redis.ts';
import { run } from '../processes.ts';
import { isExecutable } from '../worker/probe.ts';

interface Tool {
  readonly name: string;
  /** Of Debian and Ubuntu. */
  readonly packageName: string;
  readonly find: () => Promise<string | undefined>;
}

const redis: Tool = { name: 'redis-server', packageName: 'redis-server', find: findRedis };
const relay: Tool = { name: 'coturn', packageName: 'coturn', find: () => findProgram('turnserver') };
const network: Tool = { name: 'ip and tc', packageName: 'iproute2', find: () => findProgram('tc') };
const filter: Tool = { name: 'nft', packageName: 'nftables', find: () => findProgram('nft') };
const browser: Tool = { name: 'Chromium', packageName: 'chromium', find: () => findBrowser(process.env) };

export interface TestTools {
  readonly browser: string | undefined;
}

/** @throws Error whose message holds the one command that installs what is missing */
export async function ensureTestTools(options: {
  readonly withBrowser: boolean;
  /** For tests that make networks of their own. */
  readonly withNetworks: boolean;
  readonly log: (text: string) => void;
  readonly signal: AbortSignal;
}): Promise<TestTools> {
  const tools = [
    redis,
    ...(options.withBrowser ? [relay, browser] : []),
    ...(options.withNetworks ? [network, filter] : []),
  ];
  const missing = await missingOf(tools);
  if (missing.length > 0) {
    await install(missing, options.log, options.signal);
    const still = await missingOf(tools);
    if (still.length > 0) throw new Error(advice(still));
  }
  return { browser: options.withBrowser ? await browser.find() : undefined };
}

async function missingOf(tools: readonly Tool[]): Promise<Tool[]> {
  const found = await Promise.all(tools.map((tool) => tool.find()));
  return tools.filter((_, index) => found[index] === undefined);
}

async function install(missing: readonly Tool[], log: (text: string) => void, signal: AbortSignal): Promise<void> {
  const prefix = await rightsPrefix();
  if (prefix === undefined) throw new Error(advice(missing));
  const packages = missing.map(({ packageName }) => packageName);
  log(`installing ${packages.join(' and ')}, which takes a minute or two`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [
    ['update', '-q'],
    ['install', '-yq', '--no-install-recommends', ...packages],
  ]) {
    const [command = 'apt-get', ...rest] = [...prefix, 'apt-get', ...args];
    const outcome = await run(command, rest, { env, signal, isTied: true });
    // An update may fail for one source of many; whether the packages are to be had shows at their installation.
    if (outcome.code !== 0 && args[0] === 'install')
      throw new Error(
        `${advice(missing)}\nIt was tried, and failed: ${outcome.stderr.trim().split('\n').slice(-3).join('\n')}`,
      );
  }
}

/** @returns undefined when nothing can be installed without a password */
async function rightsPrefix(): Promise<string[] | undefined> {
  if (!(await has('apt-get'))) return undefined;
  if (process.getuid?.() === 0) return [];
  if (!(await has('sudo'))) return undefined;
  const outcome = await run('sudo', ['-n', 'true']);
  return outcome.code === 0 ? ['sudo', '-n'] : undefined;
}

function advice(missing: readonly Tool[]): string {
  const names = missing.map(({ name }) => name).join(' and ');
  return `The tests need ${names}. Install with:\n  sudo apt-get install -y ${missing.map(({ packageName }) => packageName).join(' ')}`;
}

/** @returns the path of a Chromium or Chrome; `CHROMIUM_PATH` comes first, and is not quietly replaced when it is wrong */
export async function findBrowser(env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const named = env['CHROMIUM_PATH'];
  if (named) {
    if (isExecutable(named)) return named;
    throw new Error(`CHROMIUM_PATH names "${named}", which is missing or is not an executable file.`);
  }
  for (const program of ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']) {
    const outcome = await run('/bin/sh', ['-c', 'command -v "$1"', 'sh', program]);
    if (outcome.code === 0) return outcome.stdout.trim();
  }
  return [
    ...globSync(join(homedir(), '.cache/ms-playwright/chromium-*/chrome-linux*/chrome')),
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  ].find((path) => isExecutable(path));
}

async function has(program: string): Promise<boolean> {
  const outcome = await run('/bin/sh', ['-c', 'command -v "$1"', 'sh', program]);
  return outcome.code === 0;
}
