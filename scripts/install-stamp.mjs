// Says for which lock file node_modules was installed, so that an install happens once per lock-file content.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder that holds package.json. */
export const rootFolder = dirname(dirname(fileURLToPath(import.meta.url)));

const stampFile = join(rootFolder, 'node_modules', '.parley-install');

/** @returns {string} */
function wantedStamp() {
  const lock = readFileSync(join(rootFolder, 'package-lock.json'));
  return createHash('sha256').update(lock).update(`${process.platform} ${process.arch}`).digest('hex');
}

/** @returns {boolean} */
export function isInstalled() {
  try {
    return readFileSync(stampFile, 'utf8') === wantedStamp();
  } catch {
    return false;
  }
}

/** Call only after a complete install. */
export function markInstalled() {
  writeFileSync(stampFile, wantedStamp());
}
