// `npm run drain`: lists the media hosts. With a host's id it moves everybody off that host, with a worker's process id
// after it off that worker only. It asks the server, by OPERATOR_TOKEN; see docs/operating.md.
import { readSettings } from './settings.ts';

interface Listed {
  readonly hostId: string;
  readonly isConnected: boolean;
  readonly takesMeetings: boolean;
  readonly meetingCount: number;
  readonly workers: readonly { readonly pid: number; readonly cpuRatio: number; readonly consumerCount: number }[];
}

process.exitCode = await drain(process.argv.slice(2));

async function drain([hostId, workerPid]: readonly string[]): Promise<number> {
  const token = process.env['OPERATOR_TOKEN'];
  if (!token) {
    console.error('Set OPERATOR_TOKEN to what the server was started with.');
    return 2;
  }
  const base = `${readSettings(process.env).address}/operator/media-hosts`;
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  try {
    if (hostId === undefined) return await list(base, headers);
    const [path, body] = workerPid === undefined ? ['drain', {}] : ['drain-worker', { workerPid: Number(workerPid) }];
    const url = `${base}/${encodeURIComponent(hostId)}/${path}`;
    await demand(await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) }));
    console.log('Asked. People are being moved; `npm run drain` shows how far it is.');
    return 0;
  } catch (fault) {
    console.error((fault as Error).message);
    return 1;
  }
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
