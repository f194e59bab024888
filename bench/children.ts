import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** Another process of a bench, which tells us by messages how it goes. */
export function startChild(
  module: string,
  given: readonly string[] = [],
  environment: Readonly<Record<string, string>> = {},
): ChildProcess {
  return fork(module, given, { stdio: 'inherit', env: { ...process.env, ...environment } });
}

/** The next thing it says. @throws {Error} when the process ends instead. */
export async function next<T>(child: ChildProcess): Promise<T> {
  const ended = new AbortController();
  const stop = (): void => ended.abort(new Error('One of the processes of the bench has ended.'));
  child.once('exit', stop);
  try {
    const [message] = (await once(child, 'message', { signal: ended.signal })) as [T];
    return message;
  } finally {
    child.off('exit', stop);
  }
}

/** Sends, and awaits the answer. */
export async function told<T>(child: ChildProcess, message: object): Promise<T> {
  const answer = next<T>(child);
  child.send(message);
  return answer;
}
