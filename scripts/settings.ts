// What `npm start` reads from the environment itself; the rest is read by the parts.
import { resolve } from 'node:path';

import { rootFolder } from './project.ts';

export interface Settings {
  readonly port: number;
  readonly dataDir: string;
  /** Where people reach it. */
  readonly address: string;
  /** Undefined for the database that is started along. */
  readonly databaseUrl: string | undefined;
  readonly environmentName: string;
}

const defaultPort = 3000;
/** Of Vite's server, in development; client/vite.config.ts says it too. */
const pagesPort = 5173;

/** @throws Error with a sentence for a person */
export function readSettings(env: NodeJS.ProcessEnv, { isDev = false } = {}): Settings {
  const port = readPort(env['PORT']);
  return {
    port,
    dataDir: resolve(rootFolder, env['DATA_DIR'] || 'data'),
    address: env['PUBLIC_URL'] || `http://localhost:${isDev ? pagesPort : port}`,
    databaseUrl: env['DATABASE_URL'] || undefined,
    environmentName: env['PARLEY_ENV'] || 'local',
  };
}

function readPort(text: string | undefined): number {
  if (!text) return defaultPort;
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < 1 || port > 65_535)
    throw new Error(`PORT must be a whole number from 1 to 65535, and is "${text}".`);
  return port;
}
