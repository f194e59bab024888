// One project per folder, so that each gets the environment and the services it needs. See scripts/test.ts.

const moduleNameMapper = {
  '^#(contracts|kernel|config)$': '<rootDir>/$1/src/index.ts',
  '^#kernel/secret$': '<rootDir>/kernel/src/secret.ts',
  // Relative imports name the compiled file.
  '^(\\.{1,2}/.*)\\.js$': '$1',
};

function transform({ withDecorators = false, withJsx = false } = {}) {
  const parser = { syntax: 'typescript', tsx: withJsx, decorators: withDecorators };
  const classes = { legacyDecorator: withDecorators, useDefineForClassFields: !withDecorators };
  const jsc = {
    target: 'es2023',
    keepClassNames: true,
    parser,
    transform: { ...classes, ...(withJsx && { react: { runtime: 'automatic' } }) },
  };
  return {
    '^.+\\.tsx?$': [
      '@swc/jest',
      { configFile: false, swcrc: false, sourceMaps: 'inline', module: { type: 'es6' }, jsc },
    ],
  };
}

function project(name, options = {}) {
  return {
    displayName: name,
    roots: [`<rootDir>/${name}`],
    testEnvironment: 'node',
    testMatch: ['**/*.test.ts'],
    extensionsToTreatAsEsm: ['.ts', '.tsx'],
    moduleNameMapper,
    // Too long for every day: `npm run test:faults` runs them.
    testPathIgnorePatterns: ['/node_modules/', ...(process.env.FAULTS === 'long' ? [] : ['\\.faults\\.test\\.'])],
    modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/data'],
    transform: transform(),
    ...options,
  };
}

const services = {
  globalSetup: '<rootDir>/scripts/jest/global-setup.mjs',
  globalTeardown: '<rootDir>/scripts/jest/global-teardown.mjs',
  setupFilesAfterEnv: ['<rootDir>/scripts/jest/again.mjs'],
};

export default {
  // A bound against hanging, not a measure: on a busy machine a start takes what it takes.
  testTimeout: 60_000,
  projects: [
    project('contracts'),
    project('kernel'),
    project('config'),
    project('server', { ...services, transform: transform({ withDecorators: true }) }),
    project('media-workers', services),
    project('scripts', { roots: ['<rootDir>/scripts', '<rootDir>/bench'] }),
    project('client', {
      testEnvironment: 'jsdom',
      testMatch: ['**/*.test.{ts,tsx}'],
      transform: transform({ withJsx: true }),
      moduleNameMapper: { ...moduleNameMapper, '\\.css$': '<rootDir>/scripts/jest/no-style.mjs' },
    }),
    project('e2e', { ...services, setupFilesAfterEnv: [...services.setupFilesAfterEnv, '<rootDir>/e2e/rig/setup.ts'] }),
  ],
};
