// Installs what package-lock.json lists, once per content of that file. It is the first thing that `npm start`, `npm test`
// and the other commands run, so it has to manage with bare Node 20 and no packages.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { isInstalled, markInstalled, rootFolder } from './install-stamp.mjs';
import { takeLock } from './lock-file.mjs';

const oldestNode = [20, 11];
const progressEveryMs = process.stdout.isTTY ? 1000 : 10_000;

const npmPatienceMs = 1500;

/** @param {string} text */
const say = (text) => console.log(`[install] ${text}`);

/** Set once Ctrl-C or SIGTERM has come; the exit code that a shell expects. @type {number | undefined} */
let stopCode;

/** Folders of the packages that belong on this machine, for measuring how far npm has come. */
function expectedFolders() {
  /** @type {{ packages: Record<string, { os?: string | string[], cpu?: string | string[], libc?: string | string[] }> }} */
  const lock = JSON.parse(readFileSync(join(rootFolder, 'package-lock.json'), 'utf8'));
  /** @param {string | string[] | undefined} allowed @param {string} actual */
  const fits = (allowed, actual) => allowed === undefined || [allowed].flat().includes(actual);
  return Object.entries(lock.packages)
    .filter(
      ([folder, { os, cpu, libc }]) =>
        folder !== '' && fits(os, process.platform) && fits(cpu, process.arch) && fits(libc, 'glibc'),
    )
    .map(([folder]) => join(rootFolder, folder, 'package.json'));
}

/**
 * Prints now and then how long it has taken and how long it may still take.
 * @returns {() => void} stops it
 */
function showProgress() {
  const files = expectedFolders();
  const startedAtMs = Date.now();
  const timer = setInterval(() => {
    const elapsedS = Math.round((Date.now() - startedAtMs) / 1000);
    const doneRatio = files.filter((file) => existsSync(file)).length / files.length;
    // Below a tenth the estimate would jump about too much to be of use.
    const left =
      doneRatio > 0.1 ? `, about ${Math.max(1, Math.round((elapsedS * (1 - doneRatio)) / doneRatio))} s left` : '';
    const text = `[install] ${Math.floor(doneRatio * 100)} % after ${elapsedS} s${left}`;
    if (process.stdout.isTTY) process.stdout.write(`\r\u001b[K${text}`);
    else console.log(text);
  }, progressEveryMs);
  return () => {
    clearInterval(timer);
    if (process.stdout.isTTY) process.stdout.write('\r\u001b[K');
  };
}

/**
 * The environment for npm. mediasoup's install step would fetch or compile a worker, which `npm start` does itself, with
 * progress and several sources; given a path that exists, the step does nothing.
 */
function installEnvironment() {
  return { ...process.env, MEDIASOUP_WORKER_BIN: process.execPath };
}

/** @returns {Promise<{ code: number, output: string }>} */
function runNpm() {
  const args = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'];
  const npm = process.env['npm_execpath'];
  const command = npm?.endsWith('.js') ? [process.execPath, npm, ...args] : ['npm', ...args];
  // A process group of its own: Ctrl-C in a terminal goes to everyone in the group, and npm should be told once, by us.
  const child = spawn(String(command[0]), command.slice(1), {
    cwd: rootFolder,
    env: installEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => (output = (output + chunk).slice(-20_000)));
  const stop = () => {
    signalGroup(child.pid, 'SIGTERM');
    // npm would finish the whole install first. A half-made one does no harm: it bears no stamp and is made anew.
    setTimeout(() => signalGroup(child.pid, 'SIGKILL'), npmPatienceMs).unref();
  };
  process.on('SIGINT', stop).on('SIGTERM', stop).on('SIGHUP', stop);
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: 127, output: error.message }));
    child.once('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/** @param {number | undefined} pid @param {NodeJS.Signals} signal */
function signalGroup(pid, signal) {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // The group has ended already.
  }
}

/** @param {string} output */
function adviceFor(output) {
  if (/EACCES|EPERM|EROFS/.test(output))
    return 'This user may not write in the project folder: give it the folder, or run as its owner.';
  if (/ENOSPC/.test(output)) return 'The disk is full: about 1 GB is needed.';
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH/.test(output)) {
    return 'The package registry was not reached: check the network, the proxy settings and `npm config get registry`, then try again.';
  }
  if (/EUSAGE|in sync/.test(output))
    return 'package.json and package-lock.json disagree: run `npm install && npm run lock:complete`.';
  if (/EINTEGRITY/.test(output)) return 'A package arrived damaged: run `npm cache verify`, then try again.';
  return 'What npm said is above.';
}

/** Waits until no other process installs. @returns {Promise<{ release: () => void } | undefined>} undefined when stopped */
async function takeTurn() {
  const lockFile = join(rootFolder, '.bootstrap-lock');
  for (let isTold = false; ; await sleep(300)) {
    if (stopCode !== undefined) return undefined;
    const lock = takeLock(lockFile);
    if ('release' in lock) return lock;
    if (!isTold) say(`another install is running (process ${lock.heldBy.pid}); waiting for it`);
    isTold = true;
  }
}

async function install() {
  const turn = await takeTurn();
  if (turn === undefined) return;
  try {
    if (isInstalled()) return;
    say('installing packages, about a minute (first run, or package-lock.json has changed)');
    const startedAtMs = Date.now();
    const stopProgress = showProgress();
    const { code, output } = await runNpm();
    stopProgress();
    if (stopCode !== undefined) return;
    if (code !== 0) {
      console.error(`${output.trim()}\n[install] npm ci failed (code ${code}). ${adviceFor(output)}`);
      stopCode = 1;
      return;
    }
    markInstalled();
    say(`packages installed in ${Math.round((Date.now() - startedAtMs) / 1000)} s`);
  } finally {
    turn.release();
  }
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [needMajor = 0, needMinor = 0] = oldestNode;
  if (major > needMajor || (major === needMajor && minor >= needMinor)) return;
  console.error(
    `[install] Node ${process.versions.node} is too old to install Parley: Node ${oldestNode.join('.')} or newer is needed.`,
  );
  process.exit(1);
}

checkNode();
if (!isInstalled()) {
  process
    .on('SIGINT', () => (stopCode = 130))
    .on('SIGTERM', () => (stopCode = 143))
    .on('SIGHUP', () => (stopCode = 129));
  try {
    await install();
  } catch (error) {
    console.error(`[install] ${/** @type {Error} */ (error).message}`);
    stopCode = 1;
  }
  process.exit(stopCode ?? 0);
}
