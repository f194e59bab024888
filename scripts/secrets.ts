// The secrets of a local installation: made once, kept beside its data.
import { randomBytes } from 'node:crypto';
import { chmodSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const names = ['SESSION_SECRET', 'MEDIA_CONTROL_SECRET'] as const;

export type Secrets = Record<(typeof names)[number], string>;

const secretBytes = 32;

/**
 * What the environment does not give. Only a local installation may make up secrets: elsewhere several machines have to
 * agree on them, and the server refuses to start without.
 */
export function secretsFor(env: NodeJS.ProcessEnv, dataDir: string): Partial<Secrets> {
  const missing = names.filter((name) => !env[name]);
  if (missing.length === 0 || (env['PARLEY_ENV'] ?? 'local') !== 'local') return {};
  const kept = readOrMakeSecrets(join(dataDir, 'secrets.json'));
  return Object.fromEntries(missing.map((name) => [name, kept[name]]));
}

/** Safe to call from two processes at once: both get the same secrets. */
export function readOrMakeSecrets(file: string): Secrets {
  const found = readSecrets(file);
  if (found !== undefined) return found;
  const fresh = JSON.stringify(
    Object.fromEntries(names.map((name) => [name, randomBytes(secretBytes).toString('base64url')])),
  );
  // Written aside and linked, so that the file is never seen half-written and the first one made stays.
  const aside = `${file}.${process.pid}.new`;
  writeFileSync(aside, `${fresh}\n`, { mode: 0o600 });
  try {
    linkSync(aside, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(aside, { force: true });
  }
  const secrets = readSecrets(file);
  if (secrets === undefined) throw new Error(`${file} could not be read back.`);
  return secrets;
}

function readSecrets(file: string): Secrets | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  // A copy from a backup may have become readable to others.
  chmodSync(file, 0o600);
  return parseSecrets(text, file);
}

function parseSecrets(text: string, file: string): Secrets {
  const advice = 'Put it back from a backup, or delete it: everybody will have to sign in again.';
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error(`${file} is damaged. ${advice}`);
  }
  const given = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  for (const name of names) {
    if (typeof given[name] !== 'string' || given[name].length < secretBytes)
      throw new Error(`${file} holds no ${name}. ${advice}`);
  }
  return given as Secrets;
}
