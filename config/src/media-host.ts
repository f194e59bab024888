import { availableParallelism } from 'node:os';
import { z } from 'zod';
import { readEnvironment, type Environment } from './environment.js';
import {
  announcedField,
  codecListField,
  ipField,
  logLevelField,
  modeField,
  originListField,
  portRangeField,
  secretField,
  spreadField,
  wholeNumber,
  type VideoCodec,
} from './fields.js';

const MEDIA_HOST_ENVIRONMENT = z.object({
  PARLEY_ENV: modeField,
  DATA_DIR: z.string().min(1).max(4_096).default('./data'),
  SERVER_URLS: originListField.default(['http://127.0.0.1:3000']),
  MEDIA_CONTROL_SECRET: secretField,
  MEDIA_HOST_ID: z.uuid('must be a UUID').exactOptional(),
  MEDIASOUP_WORKER_BIN: z.string().min(1).max(4_096).exactOptional(),
  MEDIA_WORKERS: wholeNumber(1, 1_024).exactOptional(),
  MEDIA_PORT_RANGE: portRangeField.default({ first: 40_000, last: 40_099 }),
  MEDIA_LISTEN_ADDRESS: ipField.exactOptional(),
  MEDIA_ANNOUNCED_ADDRESS: announcedField.exactOptional(),
  MEDIA_RELAY_ADDRESS: ipField
    .refine((ip) => ip !== '0.0.0.0' && ip !== '::', 'must be one address that the other media hosts reach')
    .exactOptional(),
  MEDIA_RELAY_ANNOUNCED_ADDRESS: ipField.exactOptional(),
  MEDIA_RELAY_PORT_RANGE: portRangeField.default({ first: 41_000, last: 41_999 }),
  MEDIA_ORPHAN_GRACE_MS: wholeNumber(1_000, 3_600_000).default(60_000),
  MEDIA_DRAIN_MAX_MS: wholeNumber(0, 600_000).default(20_000),
  MEDIA_SPREAD: spreadField,
  MEDIA_VIDEO_CODECS: codecListField.default(['vp8', 'h264', 'vp9', 'av1']),
  AUDIO_LOUDEST_COUNT: wholeNumber(1, 512).default(8),
  LOG_LEVEL: logLevelField,
});

export type { VideoCodec };

/** What a media host runs with. */
export interface MediaHostConfig {
  readonly mode: 'local' | 'dev' | 'production';
  /** Where the host keeps its id. */
  readonly dataDir: string;
  /** Origins of the servers to dial, each of them. */
  readonly serverUrls: readonly string[];
  readonly mediaControlSecret: z.output<typeof secretField>;
  /** Made and kept under `dataDir` when undefined. */
  readonly hostId: string | undefined;
  /** The package's own binary when undefined. */
  readonly workerBin: string | undefined;
  readonly workerCount: number;
  /** Each worker takes the first free port of it, the same for UDP and TCP. */
  readonly portRange: { readonly first: number; readonly last: number };
  /** Local address to listen on; found by itself when undefined. */
  readonly listenAddress: string | undefined;
  /** What browsers are told, when it differs from where we listen (behind NAT). */
  readonly announcedAddress: string | undefined;
  /** Local address where streams from other media hosts come in; found by itself when undefined. */
  readonly relayAddress: string | undefined;
  /** What other media hosts are told, when it differs (behind NAT). */
  readonly relayAnnouncedAddress: string | undefined;
  /** UDP ports for those, one for each stream and direction. */
  readonly relayPortRange: { readonly first: number; readonly last: number };
  /** How long media without a server goes on. */
  readonly orphanGraceMs: number;
  /** Longest time between being asked to end and the end, for moving what runs elsewhere. */
  readonly drainMaxMs: number;
  /** `workers` spreads every room over all workers: for tests. `hosts` concerns servers only. */
  readonly spread: 'auto' | 'workers' | 'hosts';
  /** How many microphones are forwarded in a meeting with more: those heard last. */
  readonly loudestCount: number;
  /** What video may be sent in, the one to prefer first. The same on all hosts. */
  readonly videoCodecs: readonly VideoCodec[];
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error';
}

/** @throws {ConfigurationError} listing every fault at once; a port range must hold at least one port per worker. */
export function loadMediaHostConfig(environment: Environment): MediaHostConfig {
  const schema = MEDIA_HOST_ENVIRONMENT.refine(
    (read) =>
      read.MEDIA_PORT_RANGE.last - read.MEDIA_PORT_RANGE.first + 1 >= (read.MEDIA_WORKERS ?? availableParallelism()),
    { path: ['MEDIA_PORT_RANGE'], message: 'must hold at least one port per worker' },
  );
  const read = readEnvironment(schema, environment);
  return {
    mode: read.PARLEY_ENV,
    dataDir: read.DATA_DIR,
    serverUrls: read.SERVER_URLS,
    mediaControlSecret: read.MEDIA_CONTROL_SECRET,
    hostId: read.MEDIA_HOST_ID,
    workerBin: read.MEDIASOUP_WORKER_BIN,
    workerCount: read.MEDIA_WORKERS ?? availableParallelism(),
    portRange: read.MEDIA_PORT_RANGE,
    listenAddress: read.MEDIA_LISTEN_ADDRESS,
    announcedAddress: read.MEDIA_ANNOUNCED_ADDRESS,
    relayAddress: read.MEDIA_RELAY_ADDRESS,
    relayAnnouncedAddress: read.MEDIA_RELAY_ANNOUNCED_ADDRESS,
    relayPortRange: read.MEDIA_RELAY_PORT_RANGE,
    orphanGraceMs: read.MEDIA_ORPHAN_GRACE_MS,
    drainMaxMs: read.MEDIA_DRAIN_MAX_MS,
    spread: read.MEDIA_SPREAD,
    loudestCount: read.AUDIO_LOUDEST_COUNT,
    videoCodecs: read.MEDIA_VIDEO_CODECS,
    logLevel: read.LOG_LEVEL,
  };
}
