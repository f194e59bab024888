import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/*
 * What the operating system says of the serving processes (Linux only): who they are, and the CPU time they have used.
 */

export interface ServingProcess {
  readonly pid: number;
  readonly part: string;
}

export interface PartCpu {
  readonly part: string;
  readonly cpuMs: number;
}

/** Jiffies per second as user space sees them on Linux, whatever the kernel's own clock. Source: proc(5), USER_HZ. */
const TICKS_PER_SECOND = 100;
const LISTENING = '0A';
const MARKS: readonly (readonly [mark: string, part: string])[] = [
  ['mediasoup-worker', 'worker'],
  ['dist/media-workers/src/main.js', 'media host'],
  ['dist/server/src/main.js', 'server'],
  ['postgres', 'database'],
];

/** CPU time used so far by each part, user and system together. What has ended counts as nothing. */
export function cpuOf(processes: readonly ServingProcess[]): PartCpu[] {
  const byPart = new Map<string, number>();
  for (const { pid, part } of processes) byPart.set(part, (byPart.get(part) ?? 0) + cpuMsOf(pid));
  return [...byPart].map(([part, cpuMs]) => ({ part, cpuMs }));
}

export function cpuMsOf(pid: number): number {
  return cpuMsIn(readProc(pid, 'stat'));
}

/** The command in parentheses may itself hold spaces and parentheses, so fields are counted from its end. */
export function cpuMsIn(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = Number(fields[11]) + Number(fields[12]);
  return Number.isFinite(ticks) ? (ticks / TICKS_PER_SECOND) * 1_000 : 0;
}

/** Processes named one by one. */
export function named(pids: readonly number[]): ServingProcess[] {
  return pids.map((pid) => ({ pid, part: partOf(pid) ?? `process ${pid}` }));
}

/**
 * Everything that `npm start` runs beside the server which listens on this port. When the server was started in another
 * way, only what is below it.
 */
export function servingBehind(port: number): ServingProcess[] {
  const inodes = listeningInodes(port);
  const server = allPids().find((pid) => socketsOf(pid).some((inode) => inodes.has(inode)));
  if (server === undefined) return [];
  const parent = parentOf(server);
  const isSupervised = parent !== undefined && commandOf(parent).includes('scripts/start.ts');
  const found = [server, ...below(isSupervised ? parent : server)];
  return [...new Set(found)].flatMap((pid) => {
    const part = partOf(pid);
    return part === undefined ? [] : [{ pid, part }];
  });
}

/** Children, theirs, and so on. */
export function below(pid: number): number[] {
  const parents = allPids().map((one) => [one, parentOf(one)] as const);
  const found: number[] = [];
  for (let level = [pid]; level.length > 0;) {
    level = parents.filter(([, parent]) => parent !== undefined && level.includes(parent)).map(([child]) => child);
    found.push(...level);
  }
  return found;
}

function partOf(pid: number): string | undefined {
  const command = commandOf(pid);
  return MARKS.find(([mark]) => command.includes(mark))?.[1];
}

function commandOf(pid: number): string {
  return readProc(pid, 'cmdline').replaceAll('\0', ' ');
}

function parentOf(pid: number): number | undefined {
  const line = /^PPid:\s+(\d+)$/m.exec(readProc(pid, 'status'));
  return line === null ? undefined : Number(line[1]);
}

function listeningInodes(port: number): Set<string> {
  const hexPort = port.toString(16).toUpperCase().padStart(4, '0');
  const rows = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((file) => read(file).split('\n').slice(1));
  const fields = rows.map((row) => row.trim().split(/\s+/));
  const listening = fields.filter(
    ([, local, , state]) => local?.endsWith(`:${hexPort}`) === true && state === LISTENING,
  );
  return new Set(listening.map((field) => field[9] ?? ''));
}

function socketsOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).flatMap((fd) => socketInode(`/proc/${pid}/fd/${fd}`));
  } catch {
    return []; // Gone meanwhile, or another user's.
  }
}

function socketInode(link: string): string[] {
  try {
    const inode = /^socket:\[(\d+)\]$/.exec(readlinkSync(link))?.[1];
    return inode === undefined ? [] : [inode];
  } catch {
    return [];
  }
}

function allPids(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

function readProc(pid: number, file: string): string {
  return read(`/proc/${pid}/${file}`);
}

/** '' when it is gone meanwhile. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
