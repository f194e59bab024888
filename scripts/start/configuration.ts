// Reads the settings of all parts before any of them is started, so that all their faults are told at once.
import { pathToFileURL } from 'node:url';

import { fromRoot } from '../project.ts';

/** Of what was built from config/. */
export interface BuiltConfig {
  readonly ConfigurationError: new (faults: readonly string[]) => Error & { readonly faults: readonly string[] };
  readonly loadServerConfig: (env: NodeJS.ProcessEnv) => unknown;
  readonly loadMediaHostConfig: (env: NodeJS.ProcessEnv) => unknown;
}

/** Stands in for the database that is started along, whose address is not known yet. */
const anyDatabase = 'postgres://localhost/any';

export async function builtConfig(): Promise<BuiltConfig> {
  return (await import(pathToFileURL(fromRoot('dist', 'config', 'src', 'index.js')).href)) as BuiltConfig;
}

/** @throws Error listing every fault, with the setting to change */
export function checkConfiguration(env: NodeJS.ProcessEnv, config: BuiltConfig): void {
  const withDatabase = { ...env, DATABASE_URL: env['DATABASE_URL'] || anyDatabase };
  const faults = [config.loadServerConfig, config.loadMediaHostConfig].flatMap((load) => {
    try {
      load(withDatabase);
      return [];
    } catch (error) {
      if (error instanceof config.ConfigurationError) return error.faults;
      throw error;
    }
  });
  if (faults.length > 0) throw new config.ConfigurationError([...new Set(faults)]);
}
