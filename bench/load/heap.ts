import { setTimeout as sleep } from 'node:timers/promises';

/*
 * What a Node process of ours keeps, garbage collected: asked through its inspector, which SIGUSR1 opens and which is closed again.
 */

/** Where Node opens it. Source: https://nodejs.org/api/process.html#signal-events */
const INSPECTOR_URL = 'http://127.0.0.1:9229/json/list';
const LOOK_EVERY_MS = 50;
const LOOKS_MAX_COUNT = 200;

/** Used bytes. @throws {Error} when another process has the inspector's port, or this one does not open it. */
export async function heapBytesOf(pid: number): Promise<number> {
  process.kill(pid, 'SIGUSR1');
  const socket = new WebSocket(await inspectorUrl());
  await new Promise((resolve, reject) => {
    socket.onopen = resolve;
    socket.onerror = () => reject(new Error('The inspector does not answer.'));
  });
  const ask = asking(socket);
  const evaluated = (expression: string) => ask('Runtime.evaluate', { expression, returnByValue: true });
  const whose = (await evaluated('process.pid')) as { readonly result: { readonly value: number } };
  if (whose.result.value !== pid) throw new Error(`Process ${whose.result.value} has the port of the inspector.`);
  await ask('HeapProfiler.collectGarbage');
  const { usedSize } = (await ask('Runtime.getHeapUsage')) as { readonly usedSize: number };
  // It ends this connection with the rest, so that no answer comes.
  void evaluated("setImmediate(() => process.getBuiltinModule('node:inspector').close())");
  await new Promise((resolve) => (socket.onclose = resolve));
  return usedSize;
}

async function inspectorUrl(): Promise<string> {
  for (let count = 0; count < LOOKS_MAX_COUNT; count += 1) {
    try {
      const [page] = (await (await fetch(INSPECTOR_URL)).json()) as readonly {
        readonly webSocketDebuggerUrl: string;
      }[];
      if (page !== undefined) return page.webSocketDebuggerUrl;
    } catch {
      // Not open yet.
    }
    await sleep(LOOK_EVERY_MS);
  }
  throw new Error('The inspector was not opened.');
}

/** Source: Chrome DevTools Protocol, whose messages are numbered by who asks. */
function asking(socket: WebSocket): (method: string, params?: object) => Promise<unknown> {
  const answers = new Map<number, (result: unknown) => void>();
  let lastId = 0;
  socket.onmessage = ({ data }) => {
    const { id, result } = JSON.parse(String(data)) as { readonly id: number; readonly result: unknown };
    answers.get(id)?.(result);
    answers.delete(id);
  };
  return (method, params = {}) =>
    new Promise((resolve) => {
      lastId += 1;
      answers.set(lastId, resolve);
      socket.send(JSON.stringify({ id: lastId, method, params }));
    });
}
