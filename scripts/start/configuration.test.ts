import { expect, it } from '@jest/globals';

import { checkConfiguration, type BuiltConfig } from './configuration.ts';

class ConfigurationError extends Error {
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(faults.join('; '));
    this.faults = faults;
  }
}

/** Parts that want the variables of these names. */
function config(server: readonly string[], mediaHost: readonly string[]): BuiltConfig {
  const wanting = (names: readonly string[]) => (env: NodeJS.ProcessEnv) => {
    const missing = names.filter((name) => env[name] === undefined);
    if (missing.length > 0) throw new ConfigurationError(missing);
  };
  return { ConfigurationError, loadServerConfig: wanting(server), loadMediaHostConfig: wanting(mediaHost) };
}

it('tells the faults of all parts at once, and each only once', () => {
  expect(() => checkConfiguration({}, config(['A', 'LEVEL'], ['LEVEL', 'B']))).toThrow('A; LEVEL; B');
});

it('does not ask for a database where one is started along', () => {
  checkConfiguration({ A: '1' }, config(['A', 'DATABASE_URL'], []));
});
