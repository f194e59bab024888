/*
 * Who may import whom, as docs/ARCHITECTURE.md says it. Types count: a circle of types is a circle.
 */
const SERVER_FEATURES = '^server/src/(chat|presence|calls|host-controls|operations)/';

function only(name, from, allowed) {
  return {
    name,
    severity: 'error',
    from: { path: from, pathNot: '\\.test\\.tsx?$' },
    to: { path: '^(contracts|kernel|config|server|media-workers|client|e2e|bench|scripts)/', pathNot: allowed },
  };
}

function never(name, from, to) {
  return { name, severity: 'error', from: { path: from }, to: { path: to } };
}

export default {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    only('contracts-know-nobody', '^contracts/', ['^contracts/']),
    {
      name: 'contracts-use-zod-only',
      severity: 'error',
      from: { path: '^contracts/src', pathNot: '\\.test\\.ts$' },
      to: { path: 'node_modules', pathNot: 'node_modules/zod/' },
    },
    only('kernel-knows-nobody', '^kernel/', ['^kernel/']),
    {
      name: 'kernel-uses-no-library',
      severity: 'error',
      from: { path: '^kernel/src', pathNot: '\\.test\\.ts$' },
      to: { path: 'node_modules' },
    },
    only('config-stands-on-contracts-and-kernel', '^config/', ['^config/', '^contracts/', '^kernel/']),
    only('core-knows-no-feature', '^server/src/core/', ['^server/src/core/', '^contracts/', '^kernel/', '^config/']),
    only('wire-knows-no-feature', '^server/src/wire/', [
      '^server/src/(wire|core)/',
      '^contracts/',
      '^kernel/',
      '^config/',
    ]),
    only('rules-know-no-media', '^server/src/(identity|rooms|meetings)/', [
      '^server/src/(identity|rooms|meetings|wire|core)/',
      '^contracts/',
      '^kernel/',
      '^config/',
    ]),
    only('media-knows-what-is-below', '^server/src/media/', [
      '^server/src/(media|rooms|meetings|wire|identity|core)/',
      '^contracts/',
      '^kernel/',
      '^config/',
    ]),
    never('media-plane-by-contract-only', '^(server|client|contracts|kernel|config)/', 'node_modules/mediasoup/'),
    {
      name: 'features-know-not-each-other',
      severity: 'error',
      from: { path: '^server/src/(chat|presence|calls|host-controls|operations)/' },
      to: { path: SERVER_FEATURES, pathNot: '^server/src/$1/' },
    },
    never('storage-implements-ports', '^server/src/storage/', '\\.(service|gateway|controller)\\.ts$'),
    never('announcer-hears-facts-only', '^server/src/announcer/', '\\.(service|controller)\\.ts$'),
    {
      name: 'only-the-app-imports-the-announcer',
      severity: 'error',
      from: { path: '^server/src/', pathNot: ['^server/src/app\\.module\\.ts$', '^server/src/announcer/'] },
      to: { path: '^server/src/announcer/' },
    },
    never(
      'control-knows-no-mediasoup',
      '^media-workers/src/control/',
      'node_modules/mediasoup/|^media-workers/src/(rooms|workers|recording)/',
    ),
    never('media-knows-no-control', '^media-workers/src/(rooms|workers|recording)/', '^media-workers/src/control/'),
    only('media-workers-stand-alone', '^media-workers/', ['^media-workers/', '^contracts/', '^kernel/', '^config/']),
    only('server-stands-alone', '^server/', ['^server/', '^contracts/', '^kernel/', '^config/']),
    only('client-stands-alone', '^client/', ['^client/', '^contracts/', '^kernel/']),
    {
      name: 'engine-without-react',
      severity: 'error',
      from: { path: '^client/src/engine/', pathNot: '/use-[^/]+\\.ts$|\\.test\\.tsx?$' },
      to: { path: 'node_modules/(react|react-dom|radix-ui|@radix-ui)/' },
    },
    never('engine-below-the-screens', '^client/src/engine/', '^client/src/(app|features|ui|i18n)/'),
    only('ui-knows-looks-only', '^client/src/ui/', ['^client/src/ui/']),
    {
      name: 'screens-know-not-each-other',
      severity: 'error',
      from: { path: '^client/src/features/([^/]+)/' },
      to: { path: '^client/src/features/', pathNot: '^client/src/features/$1/' },
    },
    never(
      'client-media-in-the-engine',
      '^client/src/(app|features|ui|i18n)/',
      'node_modules/(mediasoup-client|socket\\.io-client)/',
    ),
    only('judges-stand-outside', '^(e2e/(?!durability/)|bench/)', [
      '^e2e/',
      '^bench/',
      '^contracts/',
      '^kernel/',
      '^scripts/',
    ]),
    // Twenty browsers are too much for one machine: twenty of what runs in their pages are not.
    only('pages-without-browsers', '^e2e/durability/', ['^e2e/', '^contracts/', '^kernel/', '^client/src/engine/']),
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    enhancedResolveOptions: {
      conditionNames: ['types', 'import', 'node', 'default'],
      exportsFields: ['exports'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
    },
  },
};
