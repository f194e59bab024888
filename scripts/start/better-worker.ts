import { fileURLToPath } from 'node:url';

import { run } from '../processes.ts';
import { rootFolder } from '../project.ts';
import type { Terminal } from '../terminal.ts';

const compileScript = fileURLToPath(new URL('../worker/own.ts', import.meta.url));
/** What is running comes first: it has what the compiler does not need, not the other way round. */
const LOWEST_PRIORITY = ['nice', '-n', '19'] as const;

interface Options {
  readonly terminal: Pick<Terminal, 'line'>;
  /** Ends the compiler. */
  readonly signal: AbortSignal;
  /** What installs what a compiler needs and the machine lacks. Undefined when nothing is missing. */
  readonly installCommand: string | undefined;
  readonly command?: readonly string[];
}

/**
 * Compiles our media worker beside a Parley that had to start with the published one; the next start takes it. Installs
 * nothing: that is for somebody who waits and watches. Never rejects.
 */
export async function compileBeside({
  terminal,
  signal,
  installCommand,
  command = [process.execPath, compileScript],
}: Options): Promise<void> {
  if (installCommand !== undefined) {
    terminal.line(
      `This media worker was downloaded. One compiled here takes a fifth less CPU; what that lacks: ${installCommand}`,
    );
    return;
  }
  terminal.line('This media worker was downloaded. One that takes a fifth less CPU is compiled meanwhile.');
  try {
    const [program, ...args] = [...LOWEST_PRIORITY, ...command] as [string, ...string[]];
    const { code, stdout, stderr } = await run(program, args, { cwd: rootFolder, signal, isTied: true });
    terminal.line(
      code === 0
        ? 'The better media worker is compiled; the next start uses it.'
        : `The better media worker could not be compiled, and this one stays: ${(stderr || stdout).trim()}`,
    );
  } catch (error) {
    if (!signal.aborted) terminal.line(`The better media worker could not be compiled: ${String(error)}`);
  }
}
