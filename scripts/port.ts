// Who holds a TCP port.
import { readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { createServer } from 'node:net';

import { run } from './processes.ts';

export interface PortHolder {
  readonly pid: number;
  readonly command: string;
  /** Of the process that started it; empty when that has ended, undefined where it cannot be told. */
  readonly parentCommand: string | undefined;
}

export type PortState =
  | { readonly kind: 'free' }
  /** The holder is undefined when it belongs to another user, who keeps it to himself. */
  | { readonly kind: 'taken'; readonly holder: PortHolder | undefined }
  | { readonly kind: 'forbidden' };

export function isParley({ command }: PortHolder): boolean {
  return /server\/src\/main\.js\b/.test(command);
}

export async function stateOfPort(port: number): Promise<PortState> {
  const code = await tryListening(port);
  if (code === undefined) return { kind: 'free' };
  if (code === 'EACCES') return { kind: 'forbidden' };
  if (code === 'EADDRINUSE') return { kind: 'taken', holder: await holderOf(port) };
  throw new Error(`Port ${port} cannot be listened on: ${code}.`);
}

/** Without a host it listens as the server does: on every address, IPv6 too where there is any. */
function tryListening(port: number): Promise<string | undefined> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen(port, () => server.close(() => resolve(undefined)));
  });
}

async function holderOf(port: number): Promise<PortHolder | undefined> {
  return process.platform === 'linux' ? holderFromProc(port) : holderFromLsof(port);
}

function holderFromProc(port: number): PortHolder | undefined {
  const inodes = new Set(['/proc/net/tcp', '/proc/net/tcp6'].flatMap((file) => listeningInodes(readIfAny(file), port)));
  const pid = readdirSync('/proc').find(
    (name) => /^\d+$/.test(name) && socketsOf(name).some((inode) => inodes.has(inode)),
  );
  if (pid === undefined) return undefined;
  return { pid: Number(pid), command: commandOf(pid), parentCommand: commandOf(parentOf(pid)) };
}

/**
 * The sockets that listen on a port, of the kernel's table. Each line reads
 * `0: 0100007F:0BB8 00000000:0000 0A … uid timeout inode …`, the port in hexadecimal and 0A meaning listening.
 * Source: the kernel's Documentation/networking/proc_net_tcp.rst.
 */
export function listeningInodes(table: string, port: number): string[] {
  const rows = table.split('\n').map((line) => line.trim().split(/\s+/));
  return rows
    .filter(
      ([, local, , state]) =>
        state === '0A' && local !== undefined && Number.parseInt(local.split(':').at(-1) ?? '', 16) === port,
    )
    .map((row) => row[9] ?? '')
    .filter((inode) => inode !== '' && inode !== '0');
}

function commandOf(pid: string): string {
  return readIfAny(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim();
}

function parentOf(pid: string): string {
  return /^PPid:\s+(\d+)$/m.exec(readIfAny(`/proc/${pid}/status`))?.[1] ?? '0';
}

function socketsOf(pid: string): string[] {
  let descriptors: string[];
  try {
    descriptors = readdirSync(`/proc/${pid}/fd`);
  } catch {
    // Another user's process, or one that has just ended.
    return [];
  }
  return descriptors.map(
    (descriptor) => /^socket:\[(\d+)\]$/.exec(linkTarget(`/proc/${pid}/fd/${descriptor}`))?.[1] ?? '',
  );
}

function linkTarget(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}

function readIfAny(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

async function holderFromLsof(port: number): Promise<PortHolder | undefined> {
  const listed = await run('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-t']).catch(() => undefined);
  const pid = Number(listed?.stdout.split('\n')[0]);
  if (!pid) return undefined;
  const shown = await run('ps', ['-o', 'command=', '-p', String(pid)]);
  return { pid, command: shown.stdout.trim(), parentCommand: undefined };
}
