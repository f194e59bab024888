import { fileURLToPath } from 'node:url';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { ConfigurationError, loadServerConfig, UNFIT_EXIT_CODE, type ServerConfig } from '#config';
import { systemClock, type Log } from '#kernel';
import 'reflect-metadata';
import { openLog } from './core/log.js';
import { Readiness } from './core/readiness.js';
import { createApp } from './create-app.js';
import { connect, DATABASE_WAIT_MAX_MS, DatabaseUnreachable, newDatabase } from './storage/database.js';
import { demandDurable, ForgetfulDatabase } from './storage/durability.js';
import { isBehind } from './storage/migrator.js';

/** How long a shutdown may take before it is cut short, in ms. */
const SHUTDOWN_MAX_MS = 8_000;
/** As both this file and the client are built, below dist/. */
const CLIENT_DIR = fileURLToPath(new URL('../../client', import.meta.url));

/** Something an operator can mend; shown as a plain sentence, without a stack. */
class StartRefused extends Error {
  override readonly name = 'StartRefused';
}

await main();

async function main(): Promise<void> {
  try {
    const config = loadServerConfig(process.env);
    const log = openLog(config.logLevel);
    exitOnFaults(log);
    const app = await start(config, log);
    shutDownOnSignals(app, log);
    log.info({ port: config.port, url: config.publicUrl }, 'listening');
  } catch (fault) {
    if (!isForOperator(fault)) throw fault;
    process.stderr.write(`${fault.message}\n`);
    process.exit(fault instanceof DatabaseUnreachable ? 1 : UNFIT_EXIT_CODE);
  }
}

async function start(config: ServerConfig, log: Log): Promise<NestExpressApplication> {
  const database = await connect(newDatabase(config.databaseUrl), {
    log,
    clock: systemClock,
    maxMs: DATABASE_WAIT_MAX_MS,
  });
  await demandDurable(database, config, log);
  if (await isBehind(database)) {
    throw new StartRefused(
      'The database is older than this server. Bring it up to date: node dist/server/src/migrate.js',
    );
  }
  const app = await createApp({ config, log, clock: systemClock, database, clientDir: CLIENT_DIR });
  try {
    await (config.bindAddress === undefined ? app.listen(config.port) : app.listen(config.port, config.bindAddress));
  } catch (fault) {
    throw new StartRefused(bindFault(fault, config), { cause: fault });
  }
  return app;
}

function bindFault(fault: unknown, { port, bindAddress }: ServerConfig): string {
  const code = (fault as NodeJS.ErrnoException).code ?? '';
  const place = bindAddress === undefined ? `port ${port}` : `${bindAddress}, port ${port}`;
  if (code === 'EADDRINUSE')
    return `Cannot listen on ${place}: another program does already. Stop it, or set PORT to another port.`;
  if (code === 'EACCES')
    return `Cannot listen on ${place}: the system does not allow it. Ports below 1024 need a privilege; set PORT to another port.`;
  if (code === 'EADDRNOTAVAIL')
    return `Cannot listen on ${place}: this machine does not have that address. Check BIND_ADDRESS.`;
  throw fault;
}

function isForOperator(fault: unknown): fault is Error {
  const kinds = [ConfigurationError, DatabaseUnreachable, ForgetfulDatabase, StartRefused];
  return kinds.some((kind) => fault instanceof kind);
}

/** After a fault that nobody caught, nothing this process believes can be trusted. It is started anew instead. */
function exitOnFaults(log: Log): void {
  const exit = (fault: unknown) => {
    log.error({ fault }, 'uncaught fault; exiting');
    process.exit(1);
  };
  process.on('uncaughtException', exit);
  process.on('unhandledRejection', exit);
}

/** Drains: not ready any more, sockets sent to come back elsewhere, what is running finished, then gone. */
function shutDownOnSignals(app: NestExpressApplication, log: Log): void {
  let isShuttingDown = false;
  const shutDown = (signal: NodeJS.Signals) => {
    if (isShuttingDown) return;
    isShuttingDown = true;
    log.info({ signal }, 'shutting down');
    app.get(Readiness).drain();
    setTimeout(() => process.exit(0), SHUTDOWN_MAX_MS).unref();
    app.close().then(
      () => process.exit(0),
      (fault: unknown) => {
        log.error({ fault }, 'the shutdown failed');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', shutDown);
  process.on('SIGINT', shutDown);
}
