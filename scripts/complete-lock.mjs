// Adds to package-lock.json the packages for other platforms that npm left out of it. npm leaves them out when it cannot
// see them at the time of locking, and `npm ci` then refuses the lock: "Missing: … from lock file". The entries added
// carry no integrity hash; npm fills it in when a lock is made where those packages are visible.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { rootFolder } from './install-stamp.mjs';

/** @typedef {{ version?: string, resolved?: string, dev?: boolean, optionalDependencies?: Record<string, string> } & Record<string, unknown>} Entry */

const systems = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32'];
/** How package names spell a processor, and how npm does. @type {Record<string, string>} */
const processors = {
  arm: 'arm',
  arm64: 'arm64',
  ia32: 'ia32',
  loong64: 'loong64',
  mips64el: 'mips64el',
  ppc64: 'ppc64',
  ppc64le: 'ppc64',
  riscv64: 'riscv64',
  s390x: 's390x',
  wasm32: 'wasm32',
  x64: 'x64',
};

/**
 * Whether `name`, required from the package at `from`, is found in the lock by Node's rule: own folder first, then outwards.
 * @param {Record<string, Entry>} packages
 * @param {string} from
 * @param {string} name
 */
function isFound(packages, from, name) {
  for (let folder = from; ;) {
    if (packages[`${folder === '' ? '' : `${folder}/`}node_modules/${name}`] !== undefined) return true;
    if (folder === '') return false;
    folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')));
  }
}

/**
 * @param {string} name
 * @param {string} version
 * @param {boolean} isDev
 * @returns {Entry}
 */
function entryFor(name, version, isDev) {
  const words = name.split(/[-/]/);
  const system = systems.find((candidate) => words.includes(candidate));
  const processor = words.map((word) => processors[word]).find((candidate) => candidate !== undefined);
  if (!/^\d+\.\d+\.\d+/.test(version) || (system === undefined && processor === undefined)) {
    throw new Error(`${name}@${version} is missing from the lock, and does not look like a package for one platform`);
  }
  const isGnu = words.some((word) => word.startsWith('gnu'));
  const library = words.some((word) => word.startsWith('musl'))
    ? 'musl'
    : isGnu && system === 'linux'
      ? 'glibc'
      : undefined;
  return {
    version,
    ...(processor && { cpu: [processor] }),
    ...(isDev && { dev: true }),
    ...(library && { libc: [library] }),
    optional: true,
    ...(system && { os: [system] }),
  };
}

const lockFile = join(rootFolder, 'package-lock.json');
/** @type {{ packages: Record<string, Entry> }} */
const lock = JSON.parse(readFileSync(lockFile, 'utf8'));
const packages = lock.packages;
let addedCount = 0;

for (const [where, entry] of Object.entries({ ...packages })) {
  // The address a package came from says more about the machine that made the lock than about the package.
  delete entry.resolved;
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    if (isFound(packages, where, name)) continue;
    packages[`node_modules/${name}`] = entryFor(name, version, entry.dev === true);
    addedCount += 1;
  }
}

lock.packages = Object.fromEntries(
  Object.entries(packages).toSorted(([left], [right]) => left.localeCompare(right, 'en')),
);
writeFileSync(lockFile, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`package-lock.json: ${addedCount} packages for other platforms added`);
