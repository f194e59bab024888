// Where things are in this project.
import { join } from 'node:path';

import { rootFolder } from './install-stamp.mjs';

export { rootFolder };

/** Compiled by TypeScript, in the order of their dependencies. */
export const codeFolders = [
  'contracts',
  'kernel',
  'config',
  'server',
  'media-workers',
  'client',
  'e2e',
  'bench',
  'scripts',
] as const;

export function fromRoot(...path: string[]): string {
  return join(rootFolder, ...path);
}

/** `node_modules/.bin/tsc` is TypeScript 6, which other tools need; ours is 7. */
export const compiler = fromRoot('node_modules', 'typescript-native', 'bin', 'tsc');
export const bundler = fromRoot('node_modules', 'vite', 'bin', 'vite.js');
export const serverMain = fromRoot('dist', 'server', 'src', 'main.js');
export const migrateMain = fromRoot('dist', 'server', 'src', 'migrate.js');
export const mediaHostMain = fromRoot('dist', 'media-workers', 'src', 'main.js');
