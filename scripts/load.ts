// `npm run load`: compiles the load generator and runs it in this process. `npm run load -- --help` says what it takes.
import { pathToFileURL } from 'node:url';

import { run } from './processes.ts';
import { compiler, fromRoot, rootFolder } from './project.ts';

const compiled = await run(process.execPath, [compiler, '-b', 'bench'], { cwd: rootFolder, isTied: true });
if (compiled.code === 0) {
  await import(pathToFileURL(fromRoot('dist', 'bench', 'load', 'main.js')).href);
} else {
  console.error(`The load generator does not compile:\n${compiled.stdout}${compiled.stderr}`.trimEnd());
  process.exitCode = 2;
}
