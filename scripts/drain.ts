// `npm run drain`: lists the media hosts. With a host's id it moves everybody off that host, with a worker's process id
// after it off that worker only; with `--undo` and a host's id that host takes meetings again. It asks the server, by
// OPERATOR_TOKEN; see docs/operating.md.
import { parseArgs } from 'node:util';

import { readSettings } from './settings.ts';

interface Listed {
  readonly hostId: string;
  readonly isConnected: boolean;
  readonly takesMeetings: boolean;
  readonly meetingCount: number;
  readonly workers: readonly { readonly pid: number; readonly cpuRatio: number; readonly consumerCount: number }[];
}

interface Order {
  readonly method: 'POST' | 'DELETE';
  readonly path: string;
  readonly body?: object;
  readonly done: string;
}

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { undo: { type: 'boolean', default: false } },
});
process.exitCode = await drain(positionals, values.undo);

async function drain([hostId, workerPid]: readonly string[], isUndone: boolean): Promise<number> {
  const token = process.env['OPERATOR_TOKEN'];
  if (!token) {
    console.error('Set OPERATOR_TOKEN to what the server was started with.');
    return 2;
  }
  const base = `${readSettings(process.env).address}/operator/media-hosts`;
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  try {
    if (isUndone && (hostId === undefined || workerPid !== undefined)) {
      console.error(
        '--undo takes the id of a media host. A worker that was drained has its successor already, which takes people.',
      );
      return 2;
    }
    if (hostId === undefined) return await list(base, headers);
    const { method, path, body = {}, done } = orderOf(workerPid, isUndone);
    const url = `${base}/${encodeURIComponent(hostId)}/${path}`;
    await demand(await fetch(url, { method, headers, body: JSON.stringify(body) }));
    console.log(done);
    return 0;
  } catch (fault) {
    console.error((fault as Error).message);
    return 1;
  }
}

function orderOf(workerPid: string | undefined, isUndone: boolean): Order {
  if (isUndone)
    return { method: 'DELETE', path: 'drain', done: 'Asked. It takes meetings again; people stay where they are now.' };
  const done = 'Asked. People are being moved; `npm run drain` shows how far it is.';
  if (workerPid === undefined) return { method: 'POST', path: 'drain', done };
  return { method: 'POST', path: 'drain-worker', body: { workerPid: Number(workerPid) }, done };
}

async function list(base: string, headers: Readonly<Record<string, string>>): Promise<number> {
  const answer = await fetch(base, { headers });
  await demand(answer);
  const { hosts } = (await answer.json()) as { readonly hosts: readonly Listed[] };
  for (const { hostId, isConnected, takesMeetings, meetingCount, workers } of hosts) {
    const state = isConnected ? (takesMeetings ? 'takes meetings' : 'drained or draining') : 'not connected';
    console.log(`${hostId}  ${state}, ${meetingCount} meetings`);
    for (const { pid, cpuRatio, consumerCount } of workers)
      console.log(`  worker ${pid}  ${cpuRatio.toFixed(2)} of a core, ${consumerCount} streams out`);
  }
  if (hosts.length === 0) console.log('No media host is connected.');
  return 0;
}

async function demand(answer: Response): Promise<void> {
  if (answer.ok) return;
  const problem = (await answer.json().catch(() => ({}))) as { readonly detail?: string };
  throw new Error(`The server refused with ${answer.status}: ${problem.detail ?? answer.statusText}`);
}
