import { setLogEventListeners } from 'mediasoup';
import { pino } from 'pino';
import { ConfigurationError, loadMediaHostConfig, UNFIT_EXIT_CODE, type MediaHostConfig } from '#config';
import type { Log } from '#kernel';
import { startHost, type MediaHost } from './host.js';
import { StartFault } from './start-fault.js';

/** Ending must not hang on a worker that does not; past this the process ends all the same, and workers end with it. */
const CLOSE_WITHIN_MS = 5_000;

await main();

async function main(): Promise<void> {
  try {
    const config = loadMediaHostConfig(process.env);
    const log = pino({ name: 'media-host', level: config.logLevel });
    passOnLibraryLogs(log);
    await run(config, log);
  } catch (thrown) {
    if (!(thrown instanceof ConfigurationError || thrown instanceof StartFault)) throw thrown;
    process.stderr.write(`${thrown.message}\n`);
    process.exitCode = UNFIT_EXIT_CODE;
  }
}

/** The signals are listened to before the first worker starts, since mediasoup listens too: ours come first then. */
async function run(config: MediaHostConfig, log: Log): Promise<void> {
  let host: MediaHost | undefined;
  let isEnding = false;
  let isDraining = false;
  const end = (exitCode: 0 | 1) => {
    if (isEnding) return;
    isEnding = true;
    setTimeout(() => process.exit(exitCode), CLOSE_WITHIN_MS).unref();
    Promise.resolve(host?.close()).then(
      () => process.exit(exitCode),
      (fault: unknown) => {
        log.error({ err: fault }, 'closing failed');
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', () => {
    log.info({ signal: 'SIGINT' }, 'media host ending');
    end(0);
  });
  // Asked politely, it has its meetings moved first; asked twice, it ends.
  process.on('SIGTERM', () => {
    log.info({ signal: 'SIGTERM', isDraining }, 'media host ending');
    if (isDraining || host === undefined) return end(0);
    isDraining = true;
    void host.drain().then(() => end(0));
  });
  for (const kind of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(kind, (fault: unknown) => {
      log.error({ err: fault, kind }, 'a fault nobody handled: ending, to be started again');
      end(1);
    });
  }
  host = await startHost(config, log);
  if (isEnding) await host.close();
}

/** What the library and its workers warn of. Their texts may hold addresses, so they are for debugging only. */
function passOnLibraryLogs(log: Log): void {
  setLogEventListeners({
    onwarn: (namespace, text) => log.debug({ namespace }, text),
    onerror: (namespace, text, error) => log.debug({ namespace, err: error }, text),
  });
}
