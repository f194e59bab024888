import { runOrThrow, type Run } from './run.ts';

/** Something the build needs: a program, or a library that pkg-config knows. */
interface Need {
  readonly kind: 'program' | 'library';
  readonly name: string;
  /** The Debian and Ubuntu package it comes in. */
  readonly package: string;
}

const needs: readonly Need[] = [
  { kind: 'program', name: 'g++', package: 'g++' },
  { kind: 'program', name: 'pkg-config', package: 'pkg-config' },
  { kind: 'program', name: 'flatc', package: 'flatbuffers-compiler' },
  { kind: 'library', name: 'libuv', package: 'libuv1-dev' },
  { kind: 'library', name: 'openssl', package: 'libssl-dev' },
  { kind: 'library', name: 'libsrtp2', package: 'libsrtp2-dev' },
  { kind: 'library', name: 'absl_strings', package: 'libabsl-dev' },
  { kind: 'library', name: 'flatbuffers', package: 'libflatbuffers-dev' },
];

/** Needed only to build libsrtp over OpenSSL. Without them the packaged libsrtp is linked. */
const fasterSrtpNeeds: readonly Need[] = [
  { kind: 'program', name: 'make', package: 'make' },
  { kind: 'program', name: 'dpkg-source', package: 'dpkg-dev' },
];

export interface MissingPackages {
  /** Without these nothing can be built. */
  readonly required: readonly string[];
  /** Without these the worker spends more CPU on encryption. */
  readonly useful: readonly string[];
}

/** Finds out what the build needs and this machine lacks. Asks the tools themselves, so it holds on any distribution. */
export async function missingPackages(run: Run): Promise<MissingPackages> {
  const lacking = async (list: readonly Need[]): Promise<string[]> => {
    const present = await Promise.all(list.map((need) => isPresent(run, need)));
    return list.filter((_, index) => !present[index]).map((need) => need.package);
  };
  return { required: await lacking(needs), useful: await lacking(fasterSrtpNeeds) };
}

async function isPresent(run: Run, need: Need): Promise<boolean> {
  const [program, args]: [string, string[]] =
    need.kind === 'program' ? [need.name, ['--version']] : ['pkg-config', ['--exists', need.name]];
  return (await run(program, args)).exitCode === 0;
}

/** The one command a person types to install the packages. */
export function installCommand(packages: readonly string[]): string {
  return `sudo apt-get install -y --no-install-recommends ${packages.join(' ')}`;
}

interface Installing {
  readonly run: Run;
  readonly isRoot: boolean;
  readonly log: (line: string) => void;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Sees to it that everything the build requires is there, installing it where that takes no password.
 * Safe to repeat; does nothing when nothing is missing.
 * @throws Error naming the exact command, when a required package is missing and cannot be installed from here.
 */
export async function ensurePackages(options: Installing): Promise<void> {
  const { run, log } = options;
  const missing = await missingPackages(run);
  const packages = [...missing.required, ...missing.useful];
  if (packages.length === 0) return;
  const asRoot = await rootPrefix(options);
  if (asRoot === undefined) {
    if (missing.required.length > 0) throw new Error(explanation(packages));
    log(`Not installed, and only useful: ${packages.join(', ')}. "${installCommand(packages)}" installs it.`);
    return;
  }
  log(`Installing system packages: ${packages.join(', ')}`);
  try {
    await install(options, asRoot, packages);
  } catch (error) {
    options.signal?.throwIfAborted();
    if (missing.required.length > 0) throw new Error(explanation(packages), { cause: error });
    log(`Could not install ${packages.join(', ')}, which is only useful: ${String(error)}`);
  }
}

/** How a command is run as root: directly, through sudo, or (undefined) not without a person. */
async function rootPrefix({ run, isRoot }: Installing): Promise<readonly string[] | undefined> {
  if ((await run('apt-get', ['--version'])).exitCode !== 0) return undefined;
  if (isRoot) return [];
  return (await run('sudo', ['-n', 'true'])).exitCode === 0 ? ['sudo', '-n'] : undefined;
}

async function install(options: Installing, asRoot: readonly string[], packages: readonly string[]): Promise<void> {
  const apt = (...args: string[]): Promise<string> => {
    const command = [...asRoot, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-q', ...args];
    return runOrThrow(options.run, command as [string, ...string[]], { signal: options.signal });
  };
  const args = ['install', '-y', '--no-install-recommends', ...packages];
  try {
    await apt(...args);
  } catch {
    // The lists are missing or too old to name what the mirror still has; the second failure is the one to report.
    options.signal?.throwIfAborted();
    await apt('update');
    await apt(...args);
  }
}

function explanation(packages: readonly string[]): string {
  return (
    `The media worker has to be compiled here, and these system packages are missing: ${packages.join(', ')}. ` +
    `Install them and start again (or name a worker you have in MEDIASOUP_WORKER_BIN):\n  ${installCommand(packages)}`
  );
}
