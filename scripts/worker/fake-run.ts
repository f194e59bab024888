import type { Run } from './run.ts';

/**
 * A `Run` for tests: answers by the first rule whose text the command line starts with, and otherwise as a program
 * that is not there.
 */
export function fakeRun(rules: Readonly<Record<string, string | number>>): { run: Run; commands: string[] } {
  const commands: string[] = [];
  const run: Run = (program, args) => {
    const line = [program, ...args].join(' ');
    commands.push(line);
    const rule = Object.entries(rules).find(([start]) => line.startsWith(start));
    const answer = rule?.[1] ?? 127;
    return Promise.resolve(
      typeof answer === 'number'
        ? { exitCode: answer, stdout: '', stderr: `${program} said ${answer}` }
        : { exitCode: 0, stdout: answer, stderr: '' },
    );
  };
  return { run, commands };
}
