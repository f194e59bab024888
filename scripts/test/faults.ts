// What `npm run test:faults` runs: the tests that `npm test` runs short, at full length, and those that are too long for it
// (`*.faults.test.ts`). To add one, let it read its count and seed from the environment, print both, and name it here.

export interface FaultTest {
  /** For `npm run test:faults -- <name>`. */
  readonly name: string;
  readonly project: 'contracts' | 'server' | 'media-workers' | 'scripts' | 'client' | 'e2e';
  /** A pattern for the paths of its files. */
  readonly files: string;
  /** It needs root, and says so when it is not. */
  readonly makesNetworks?: boolean;
  /** Counts of the full length. What the caller's environment names already is left as it is. */
  readonly env: Readonly<Record<string, string>>;
}

/** In the order in which they run: what concerns most people first. */
export const faultTests: readonly FaultTest[] = [
  { name: 'mute-truth', project: 'server', files: 'server/test/mute-truth', env: { MUTE_RUNS: '500' } },
  { name: 'mute-sound', project: 'scripts', files: 'bench/sound/mute-sound', env: { SOUND_STEPS: '500' } },
  { name: 'removal-sound', project: 'scripts', files: 'bench/sound/removal-sound', env: { REMOVALS: '20' } },
  { name: 'removal-races', project: 'server', files: 'server/test/removal-races', env: { REMOVAL_RUNS: '1000' } },
  { name: 'fuzz', project: 'server', files: 'server/test/fuzz', env: { FUZZ_CASES: '10000' } },
  { name: 'hostile-media', project: 'media-workers', files: 'rooms/hostile', env: { HOSTILE_RUNS_FACTOR: '5' } },
  {
    name: 'malformed-uploads',
    project: 'server',
    files: 'server/test/avatars',
    env: { MALFORMED_UPLOADS: '1000' },
  },
  {
    name: 'chat-durability',
    project: 'e2e',
    files: 'e2e/chat-durability',
    env: { CHAT_FAULT_MESSAGES: '500', CHAT_FAULTS: '30', CHAT_FAULT_SEED: '20261121' },
  },
  {
    name: 'upload-cuts',
    project: 'server',
    files: 'server/test/chat-files',
    env: { UPLOAD_CUTS: '200', UPLOAD_CUT_SEED: '20261121' },
  },
  ...(['one-worker', 'two-workers', 'two-hosts'] as const).map((places) => ({
    name: `meeting-${places}`,
    project: 'e2e' as const,
    files: 'e2e/(meeting|recovery|moving|insight|host-controls|spread)',
    env: { E2E_PLACES: places },
  })),
  ...(['embedded', 'servers'] as const).map((stores) => ({
    name: `pages-${stores}`,
    project: 'e2e' as const,
    // Not chat-durability, which has stores of its own.
    files: 'e2e/(account|rooms|conversations|chat|bad-input)\\.test',
    env: { E2E_STORES: stores },
  })),
  {
    name: 'figures-two',
    project: 'e2e',
    files: 'e2e/figures',
    env: { PEOPLE_COUNT: '2', WORKER_KILLS: '20', HOST_KILLS: '5', SERVER_KILLS: '5', FIGURES_SEED: '1' },
  },
  {
    name: 'network-cut',
    project: 'e2e',
    files: 'e2e/network-cut',
    makesNetworks: true,
    env: { CUTS_MS: '1000,2000,5000,10000,15000,20000,25000' },
  },
  {
    name: 'network-change',
    project: 'e2e',
    files: 'e2e/network-change',
    makesNetworks: true,
    env: { ADDRESS_CHANGES: '10', UDP_BLOCKS: '5' },
  },
  {
    name: 'network-loss',
    project: 'e2e',
    files: 'e2e/network-loss',
    makesNetworks: true,
    env: { LOSS_SECONDS: '60', CAP_SECONDS: '60' },
  },
  // Needs libfaketime; without it nothing can be set, and the test is left out.
  { name: 'clock-jump', project: 'e2e', files: 'e2e/clock-jump', env: {} },
  { name: 'cpu-pressure', project: 'e2e', files: 'e2e/cpu-pressure', env: { PRESSURE_SECONDS: '20' } },
  {
    name: 'figures-eight',
    project: 'e2e',
    files: 'e2e/figures',
    env: { PEOPLE_COUNT: '8', WORKER_KILLS: '10', HOST_KILLS: '3', SERVER_KILLS: '3', FIGURES_SEED: '1' },
  },
  { name: 'media-recovery', project: 'server', files: 'server/test/media-recovery', env: { WORKER_KILLS: '20' } },
];

/**
 * All of them without names.
 * @throws when a name is unknown
 */
export function chooseFaultTests(names: readonly string[]): readonly FaultTest[] {
  const unknown = names.filter((name) => faultTests.every((one) => one.name !== name));
  if (unknown.length > 0) {
    const known = faultTests.map(({ name }) => name).join(', ');
    throw new Error(`There is no fault test "${unknown.join('", "')}". There are: ${known}.`);
  }
  return names.length === 0 ? faultTests : faultTests.filter(({ name }) => names.includes(name));
}

/** The environment of one, and what is said about it, so that a run can be repeated. */
export function environmentOf(
  test: FaultTest,
  env: NodeJS.ProcessEnv,
): { env: NodeJS.ProcessEnv; settings: readonly string[] } {
  const counts = Object.fromEntries(Object.entries(test.env).map(([name, value]) => [name, env[name] ?? value]));
  const settings = Object.entries(counts).map(([name, value]) => `${name}=${value}`);
  return { env: { ...env, ...counts, FAULTS: 'long' }, settings };
}
