// `npm run check`: what can be said about the sources without running them. Each check counts as one test.
import { existsSync } from 'node:fs';

import { inWords } from './estimate.ts';
import { run } from './processes.ts';
import { codeFolders, compiler, fromRoot, rootFolder } from './project.ts';
import { add, exitCodeOf, nothingYet, summaryLine, type Tally } from './summary.ts';

interface Check {
  readonly name: string;
  /** A script for Node, and its arguments. */
  readonly args: readonly string[];
  /** What mends it, when a command can. */
  readonly remedy?: string;
}

function checks(): Check[] {
  const folders = codeFolders.filter((folder) => existsSync(fromRoot(folder)));
  const lint = ['-c', '.oxlintrc.json', '--type-aware', '--disable-nested-config', '--deny-warnings'];
  return [
    // First, because the others find the packages' types and the protocol page's contracts in what it writes.
    { name: 'types', args: [compiler, '-b'] },
    { name: 'format', args: [tool('oxfmt', 'oxfmt'), '--check', ...folders], remedy: 'npm run format' },
    // File and function sizes are among its rules.
    { name: 'lint', args: [tool('oxlint', 'oxlint'), ...lint, ...folders] },
    {
      name: 'imports',
      args: [tool('dependency-cruiser', 'dependency-cruiser.mjs'), '--config', '.dependency-cruiser.mjs', ...folders],
    },
    { name: 'first load', args: [fromRoot('scripts', 'first-load.ts')] },
    { name: 'protocol page', args: [fromRoot('scripts', 'protocol.ts'), '--check'], remedy: 'npm run protocol' },
  ];
}

function tool(packageName: string, program: string): string {
  return fromRoot('node_modules', packageName, 'bin', program);
}

export async function runChecks(print: (text: string) => void, signal?: AbortSignal): Promise<Tally> {
  let tally = nothingYet;
  for (const check of checks()) tally = add(tally, await runCheck(check, print, signal));
  return tally;
}

async function runCheck(check: Check, print: (text: string) => void, signal: AbortSignal | undefined): Promise<Tally> {
  const startedAtMs = performance.now();
  const outcome = await run(process.execPath, check.args, { cwd: rootFolder, signal });
  const took = inWords(performance.now() - startedAtMs);
  if (outcome.code === 0) {
    print(`✓ ${check.name} ${took}`);
    return { passedCount: 1, failedCount: 0 };
  }
  print(`✗ ${check.name} ${took}\n${outcome.stdout}${outcome.stderr}`.trimEnd());
  if (check.remedy !== undefined) print(`  mend it with: ${check.remedy}`);
  return { passedCount: 0, failedCount: 1 };
}

if (import.meta.main) {
  const tally = await runChecks((text) => console.log(text));
  console.log(summaryLine(tally));
  process.exitCode = exitCodeOf(tally);
}
