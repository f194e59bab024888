import { createSocket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { isIP } from 'node:net';
import { networkInterfaces } from 'node:os';

import { isParley, stateOfPort } from '../port.ts';
import { explain } from '../start/claim.ts';
import { fault, firstLine, ok, warning, type Finding } from './finding.ts';

const defaultPortRange = '40000-40099';
/** One port per media worker is used; a few that are taken by others do no harm. */
const enoughPortsCount = 8;

export async function checkPort(port: number): Promise<Finding> {
  const topic = `port ${port}`;
  const state = await stateOfPort(port);
  if (state.kind === 'free') return ok(topic, 'free');
  if (state.kind === 'taken' && state.holder !== undefined && isParley(state.holder)) {
    return ok(topic, `held by Parley itself (process ${state.holder.pid})`);
  }
  const [text = '', remedy = 'use another one: PORT=…'] = explain(port, state).split('; ');
  return fault(topic, text, remedy);
}

export interface PortRange {
  readonly first: number;
  readonly last: number;
}

/** @returns undefined when it is not a range of ports */
export function parseRange(text: string): PortRange | undefined {
  const match = /^(\d{1,5})-(\d{1,5})$/.exec(text);
  const [first, last] = [Number(match?.[1]), Number(match?.[2])];
  return match !== null && first >= 1024 && last <= 65_535 && first <= last ? { first, last } : undefined;
}

export async function checkMediaPorts(env: NodeJS.ProcessEnv): Promise<Finding> {
  const topic = 'media ports';
  const text = env['MEDIA_PORT_RANGE'] || defaultPortRange;
  const range = parseRange(text);
  if (range === undefined)
    return fault(topic, `MEDIA_PORT_RANGE is "${text}"`, 'give it as MEDIA_PORT_RANGE=40000-40099');
  const ports = Array.from({ length: range.last - range.first + 1 }, (_, index) => range.first + index);
  const bindable = await Promise.all(ports.map((port) => isBindable(port)));
  const freeCount = bindable.filter(Boolean).length;
  const found = `${freeCount} of ${ports.length} free for UDP and TCP (${text})`;
  const remedy = 'end what holds them, or give other ones: MEDIA_PORT_RANGE=…';
  if (freeCount === 0) return fault(topic, found, remedy);
  return freeCount < Math.min(enoughPortsCount, ports.length)
    ? warning(topic, found, remedy)
    : ok(topic, `${found}; a firewall has to let them in`);
}

async function isBindable(port: number): Promise<boolean> {
  const [udp, tcp] = await Promise.all([bindUdp(port), listenTcp(port)]);
  return udp && tcp;
}

function bindUdp(port: number): Promise<boolean> {
  const socket = createSocket('udp4');
  return new Promise((resolve) => {
    socket.once('error', () => socket.close(() => resolve(false)));
    socket.bind({ port, exclusive: true }, () => socket.close(() => resolve(true)));
  });
}

function listenTcp(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen({ port, host: '0.0.0.0', exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** What browsers are told to send media to. */
export async function checkAddress(env: NodeJS.ProcessEnv): Promise<Finding> {
  const topic = 'media address';
  const own = ownAddresses();
  const announced = env['MEDIA_ANNOUNCED_ADDRESS'];
  if (!announced) {
    if (own.length > 0) return ok(topic, `${own.join(', ')}; behind NAT set MEDIA_ANNOUNCED_ADDRESS to the public one`);
    return warning(
      topic,
      'this machine has only its loopback interface',
      'browsers on this machine work (not Firefox); for others connect it to a network, or set MEDIA_ANNOUNCED_ADDRESS',
    );
  }
  if (announced === '0.0.0.0' || announced === '::')
    return fault(
      topic,
      `MEDIA_ANNOUNCED_ADDRESS is ${announced}, which nobody can send to`,
      'set it to the address that browsers reach, or unset it',
    );
  const addresses = isIP(announced) === 0 ? await resolveName(announced) : [announced];
  if (typeof addresses === 'string')
    return fault(
      topic,
      `MEDIA_ANNOUNCED_ADDRESS is ${announced}, which cannot be resolved (${addresses})`,
      'correct the name, or give an IP address',
    );
  if (addresses.some((address) => own.includes(address))) return ok(topic, `${announced}, an address of this machine`);
  if (addresses.every((address) => isLoopback(address))) {
    return warning(
      topic,
      `${announced} is the loopback address`,
      'only browsers on this machine will have sound and picture; set it to an address that others reach',
    );
  }
  return warning(
    topic,
    `${announced} is no address of this machine`,
    'right behind NAT, when the media ports are forwarded here; otherwise correct or unset MEDIA_ANNOUNCED_ADDRESS',
  );
}

async function resolveName(name: string): Promise<string[] | string> {
  try {
    const found = await lookup(name, { all: true });
    return found.map(({ address }) => address);
  } catch (error) {
    return firstLine(error);
  }
}

function ownAddresses(): string[] {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  // Link-local IPv6 addresses mean nothing without the interface they belong to.
  return all.filter(({ internal, address }) => !internal && !address.startsWith('fe80')).map(({ address }) => address);
}

function isLoopback(address: string): boolean {
  return address.startsWith('127.') || address === '::1';
}

/** What the media host asks for its sockets. */
const wantedBufferBytes = 1_048_576;
const bufferSettings = ['net.core.rmem_max', 'net.core.wmem_max'] as const;

/** What the kernel lets sockets of media hold. Only Linux tells; elsewhere there is nothing to find. */
export function checkSocketBuffers(read: (setting: string) => number | undefined = readSystemSetting): Finding[] {
  const topic = 'socket buffers';
  const found = bufferSettings.map((setting) => ({ setting, bytes: read(setting) }));
  const small = found.filter(({ bytes }) => bytes !== undefined && bytes < wantedBufferBytes);
  if (found.every(({ bytes }) => bytes === undefined)) return [];
  if (small.length === 0) return [ok(topic, 'large enough')];
  const text = small.map(({ setting, bytes = 0 }) => `${setting} is ${Math.round(bytes / 1_024)} KiB`).join(', ');
  const wishes = small.map(({ setting }) => `${setting}=${wantedBufferBytes}`).join(' ');
  return [warning(topic, `${text}: large meetings may lose packets`, `sudo sysctl -w ${wishes}`)];
}

function readSystemSetting(setting: string): number | undefined {
  try {
    return Number(readFileSync(`/proc/sys/${setting.replaceAll('.', '/')}`, 'utf8'));
  } catch {
    return undefined;
  }
}
