import { createHash } from 'node:crypto';
import { chmod, copyFile, mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { SHIMS_FOLDER, WORKER_NAME, type MediasoupPackage } from './places.ts';
import { isExecutable, starts } from './probe.ts';
import type { Run } from './run.ts';
import { hashFolders, hashWorkerSource } from './sources.ts';
import { compileFlags, compilerIdentity, schemaFlags } from './toolchain.ts';
import { UNIT_SIZE_BYTES } from './units.ts';

/** Which libsrtp a build of ours is linked with: one over OpenSSL, or the one the system packages. */
export type SrtpVariant = 'openssl' | 'system';

/** Everything that decides what a build comes out as, but for the libsrtp it is linked with. */
export interface BuildIdentity {
  readonly version: string;
  readonly sourceHash: string;
  readonly shimsHash: string;
  readonly compiler: string;
  /** Patches and flags. */
  readonly recipe: string;
}

export async function buildIdentity(run: Run, mediasoup: MediasoupPackage): Promise<BuildIdentity> {
  return {
    version: mediasoup.version,
    sourceHash: await hashWorkerSource(mediasoup.workerFolder),
    shimsHash: await hashFolders([SHIMS_FOLDER]),
    compiler: (await compilerIdentity(run)) ?? 'no compiler',
    recipe: JSON.stringify({ patches: mediasoup.patches, compileFlags, schemaFlags, UNIT_SIZE_BYTES }),
  };
}

/** The name of a build's folder. Readable in front, exact behind. */
export function cacheKey(identity: BuildIdentity): string {
  const { version, sourceHash, shimsHash, compiler, recipe } = identity;
  const hash = createHash('sha256').update(JSON.stringify([version, sourceHash, shimsHash, compiler, recipe]));
  return `${version}-${hash.digest('hex').slice(0, 16)}`;
}

/** Where the binary of a build is kept. */
export function builtPath(cache: string, key: string, variant: SrtpVariant): string {
  return join(cache, `${key}-${variant}`, WORKER_NAME);
}

/** Finds an earlier build that still starts. After an upgrade of the system's libraries an old one may not. */
export async function findBuilt(
  run: Run,
  cache: string,
  key: string,
): Promise<{ path: string; srtp: SrtpVariant } | undefined> {
  for (const srtp of ['openssl', 'system'] as const) {
    const path = builtPath(cache, key, srtp);
    if (isExecutable(path) && (await starts(run, path))) return { path, srtp };
  }
  return undefined;
}

/**
 * Puts a binary into the cache in one step: it appears there whole or not at all. One that is there already is
 * replaced.
 */
export async function keep(binary: string, path: string): Promise<void> {
  const aside = `${path}.${process.pid}.new`;
  await mkdir(dirname(path), { recursive: true });
  try {
    await copyFile(binary, aside);
    await chmod(aside, 0o755);
    await rename(aside, path);
  } finally {
    await rm(aside, { force: true });
  }
}
