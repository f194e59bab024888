import { existsSync, readFileSync, statfsSync } from 'node:fs';
import { freemem, totalmem } from 'node:os';
import { dirname } from 'node:path';

import { findBrowser } from '../test/tools.ts';
import { fromRoot } from '../project.ts';
import { inspectWorker } from '../worker/index.ts';
import { fault, firstLine, ok, warning, type Finding } from './finding.ts';

const bytesPerMb = 1024 * 1024;
/** The server, a media host with two workers and the database take about half of it when idle. */
const wantedMemoryMb = 1024;
const leastMemoryMb = 400;
/** Packages, a worker build and the database's first files. */
const wantedDiskMb = 2048;
const leastDiskMb = 300;

/** @param pinned the version that package.json asks for */
export function checkNode(running: string, pinned: string | undefined): Finding {
  const topic = 'Node';
  if (pinned === undefined)
    return fault(topic, `package.json pins none for ${process.platform} ${process.arch}`, 'use Linux on x64 or arm64');
  if (running === pinned) return ok(topic, running);
  const remedy =
    'start it with npm (npm start, npm run …), which uses the pinned one; if it does not: rm -rf node_modules, and again';
  const [major] = running.split('.');
  return major === pinned.split('.')[0]
    ? warning(topic, `${running} runs, ${pinned} is pinned`, remedy)
    : fault(topic, `${running} runs, ${pinned} is needed`, remedy);
}

export function pinnedNode(): string | undefined {
  const manifest = JSON.parse(readFileSync(fromRoot('package.json'), 'utf8')) as {
    optionalDependencies?: Record<string, string>;
  };
  return manifest.optionalDependencies?.[`node-${process.platform}-${process.arch}`];
}

export async function checkWorker(env: NodeJS.ProcessEnv): Promise<Finding> {
  const topic = 'media worker';
  const { worker, problem, missing, installCommand } = await inspectWorker(env);
  if (problem !== undefined)
    return fault(topic, problem, 'set MEDIASOUP_WORKER_BIN to a mediasoup-worker, or unset it');
  if (worker !== undefined) {
    if (worker.srtp === 'system')
      return warning(
        topic,
        `${worker.path}, with the slower encryption library`,
        installCommand ?? 'install the development files of OpenSSL',
      );
    if (worker.isPublished)
      return ok(topic, `${worker.path}, the published one; npm start compiles a better one while Parley runs`);
    return ok(topic, `${worker.path} (${worker.origin})`);
  }
  if (missing.required.length > 0) {
    return warning(
      topic,
      `none yet; npm start downloads it, or compiles it, for which these are missing: ${missing.required.join(' ')}`,
      installCommand ?? 'install them',
    );
  }
  return ok(topic, 'none yet; npm start downloads or compiles it');
}

export async function checkBrowser(env: NodeJS.ProcessEnv): Promise<Finding> {
  const topic = 'browser for tests';
  try {
    const path = await findBrowser(env);
    return path === undefined
      ? warning(topic, 'none; only npm test needs it', 'sudo apt-get install -y chromium')
      : ok(topic, path);
  } catch (error) {
    return warning(topic, firstLine(error), 'set CHROMIUM_PATH to a Chromium or Chrome, or unset it');
  }
}

export function checkMemory(): Finding {
  const topic = 'memory';
  const availableMb = Math.round(availableBytes() / bytesPerMb);
  const text = `${availableMb} MB available of ${Math.round(totalmem() / bytesPerMb)} MB`;
  if (availableMb < leastMemoryMb)
    return fault(topic, text, `end other programs: at least ${leastMemoryMb} MB are needed`);
  return availableMb < wantedMemoryMb
    ? warning(topic, text, `${wantedMemoryMb} MB leave room for meetings of some size`)
    : ok(topic, text);
}

/** What the kernel counts as free leaves out the caches that it would give up. */
function availableBytes(): number {
  try {
    const kb = /^MemAvailable:\s+(\d+) kB$/m.exec(readFileSync('/proc/meminfo', 'utf8'))?.[1];
    return kb === undefined ? freemem() : Number(kb) * 1024;
  } catch {
    return freemem();
  }
}

export function checkDisk(dataDir: string): Finding {
  const topic = 'disk';
  let folder = dataDir;
  while (!existsSync(folder)) folder = dirname(folder);
  const { bavail, bsize } = statfsSync(folder);
  const freeMb = Math.round((bavail * bsize) / bytesPerMb);
  const text = `${freeMb} MB free where the data is (${folder})`;
  if (freeMb < leastDiskMb)
    return fault(topic, text, `free at least ${leastDiskMb} MB, or set DATA_DIR to a folder on another disk`);
  return freeMb < wantedDiskMb
    ? warning(topic, text, `${wantedDiskMb} MB are a good start; DATA_DIR may name a folder on another disk`)
    : ok(topic, text);
}
