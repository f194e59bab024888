import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a meeting is spread over. Every journey is to go the same way on each. */
export const PLACES = ['as-started', 'one-worker', 'two-workers', 'two-hosts'] as const;
export type Places = (typeof PLACES)[number];

const SETTINGS: Readonly<Record<Places, Readonly<Record<string, string>>>> = {
  'as-started': {},
  'one-worker': { MEDIA_WORKERS: '1' },
  'two-workers': { MEDIA_WORKERS: '2', MEDIA_SPREAD: 'workers' },
  'two-hosts': { MEDIA_WORKERS: '1', MEDIA_SPREAD: 'hosts', MEDIA_CONTROL_SECRET: 'e2e'.repeat(16) },
};

/** `E2E_PLACES` spreads all journeys of a run; see `npm run test:faults`. */
export function placesOf(environment: NodeJS.ProcessEnv): Places {
  const asked = environment['E2E_PLACES'] ?? 'as-started';
  const places = PLACES.find((one) => one === asked);
  if (places === undefined) throw new Error(`E2E_PLACES must be one of ${PLACES.join(', ')}.`);
  return places;
}

export function settingsOf(places: Places): Readonly<Record<string, string>> {
  return SETTINGS[places];
}

/** A second media host beside the one that `npm start` runs, and like that one started again whenever it ends. */
export class SecondHost {
  readonly #environment: NodeJS.ProcessEnv;
  readonly #dataDir = mkdtempSync(join(tmpdir(), 'parley-e2e-host-'));
  #process: ChildProcess;
  #isWanted = true;

  /** It dials, and is in use once it has. @throws {Error} with everything it printed, when it ends before. */
  static async start(serverUrl: string, settings: Readonly<Record<string, string>>): Promise<SecondHost> {
    const host = new SecondHost(serverUrl, settings);
    const child = host.#process;
    let printed = '';
    await new Promise<void>((resolve, reject) => {
      child.once('exit', () => reject(new Error(`The second media host ended:\n${printed}`)));
      child.stdout?.on('data', (chunk: Buffer) => {
        printed += chunk.toString();
        if (printed.includes('connected to server')) resolve();
      });
    });
    return host;
  }

  private constructor(serverUrl: string, settings: Readonly<Record<string, string>>) {
    const ours = { ...SETTINGS['two-hosts'], ...settings, SERVER_URLS: serverUrl, DATA_DIR: this.#dataDir };
    this.#environment = { ...process.env, ...ours };
    this.#process = this.#launch();
  }

  get pid(): number {
    return this.#process.pid ?? 0;
  }

  async stop(): Promise<void> {
    this.#isWanted = false;
    if (this.#process.exitCode === null && this.#process.signalCode === null) {
      const ended = new Promise((resolve) => this.#process.once('exit', resolve));
      this.#process.kill('SIGINT');
      await ended;
    }
    rmSync(this.#dataDir, { recursive: true, force: true });
  }

  #launch(): ChildProcess {
    const child = spawn(process.execPath, ['dist/media-workers/src/main.js'], {
      env: this.#environment,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    // Read on, whoever listens: a full pipe would hold the host up.
    child.stdout.resume();
    child.once('exit', () => {
      if (this.#isWanted) this.#process = this.#launch();
    });
    return child;
  }
}
