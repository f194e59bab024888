import { PARTICIPANTS_MAX_COUNT } from '#contracts';
import { z } from 'zod';
import { readEnvironment, type Environment } from './environment.js';
import { FILES_ENVIRONMENT, filesOf, type FilesConfig } from './files.js';
import {
  logLevelField,
  modeField,
  originField,
  portField,
  secretField,
  spreadField,
  wholeNumber,
  yesNoField,
} from './fields.js';
import { MAIL_ENVIRONMENT, mailOf, mailFault, type MailConfig } from './mail.js';
import { OBJECT_STORE_ENVIRONMENT, objectStoreFault, objectStoreOf, type ObjectStoreConfig } from './object-store.js';
import { OIDC_ENVIRONMENT, oidcFault, oidcOf, type OidcConfig } from './oidc.js';
import { TURN_ENVIRONMENT, turnFault, turnOf, type TurnConfig } from './turn.js';

const SERVER_ENVIRONMENT = z.object({
  PARLEY_ENV: modeField,
  PORT: portField.default(3_000),
  BIND_ADDRESS: z.string().max(255).exactOptional(),
  PUBLIC_URL: originField.exactOptional(),
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, 'must begin with postgres://'),
  DATABASE_MAY_FORGET: yesNoField.default(false),
  REDIS_URL: z
    .string()
    .regex(/^(rediss?|unix):\/\//, 'must begin with redis:// or rediss://')
    .exactOptional(),
  SESSION_SECRET: secretField,
  MEDIA_CONTROL_SECRET: secretField,
  OPERATOR_TOKEN: secretField.exactOptional(),
  TRUSTED_PROXIES: z.string().max(1_024).default(''),
  LOG_LEVEL: logLevelField,
  SOCKETS_MAX: wholeNumber(1, 1_000_000).exactOptional(),
  ROOM_CAPACITY: wholeNumber(2, PARTICIPANTS_MAX_COUNT).default(100),
  SEAT_GRACE_MS: wholeNumber(1_000, 600_000).default(30_000),
  /** Longer than a reload takes (measured: 530 to 660 ms on two busy cores), and short enough that a closed tab is gone within a second. */
  SEAT_PART_GRACE_MS: wholeNumber(100, 60_000).default(800),
  ROOM_UNUSED_DAYS: wholeNumber(1, 3_650).default(90),
  MEDIA_SPREAD: spreadField,
  GUESTS_MAY_OPEN_ROOMS: yesNoField.default(true),
  ...FILES_ENVIRONMENT,
  ...MAIL_ENVIRONMENT,
  ...OBJECT_STORE_ENVIRONMENT,
  ...OIDC_ENVIRONMENT,
  ...TURN_ENVIRONMENT,
});

/** What a server process runs with. */
export interface ServerConfig {
  readonly mode: 'local' | 'dev' | 'production';
  readonly port: number;
  /** Address to listen on; all of them when undefined. */
  readonly bindAddress: string | undefined;
  /** Where people reach this server; links are made from it, and sockets are accepted from it. */
  readonly publicUrl: string;
  /** True when people come over TLS, so that browsers may be told to insist on it. */
  readonly isBehindTls: boolean;
  readonly databaseUrl: string;
  /** Takes a database in production although settings of it allow it to lose what it has confirmed. */
  readonly databaseMayForget: boolean;
  /** Undefined on a single node: what would be shared stays in this process. */
  readonly redisUrl: string | undefined;
  readonly sessionSecret: z.output<typeof secretField>;
  readonly mediaControlSecret: z.output<typeof secretField>;
  /** Addresses or networks whose `X-Forwarded-For` is believed. Nobody's by default. */
  readonly trustedProxies: readonly string[];
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error';
  /** Most pages that may be connected at once; what the limit of open files allows when undefined. */
  readonly socketsMaxCount: number | undefined;
  /** Most people in one meeting. */
  readonly roomCapacityCount: number;
  /** Whoever shows it may drain media hosts; nobody may when undefined. */
  readonly operatorToken: z.output<typeof secretField> | undefined;
  /** `hosts` spreads every meeting over all media hosts: for tests. `workers` concerns media hosts only. */
  readonly mediaSpread: 'auto' | 'workers' | 'hosts';
  /** How long a seat is kept for somebody whose connection was lost. */
  readonly seatGraceMs: number;
  /** The same for a page that said it is being closed or loaded anew. */
  readonly seatPartGraceMs: number;
  /** A room nobody entered for so long is closed. */
  readonly roomUnusedMs: number;
  /** Whether an instant room takes no account. */
  readonly guestsMayOpenRooms: boolean;
  /** Undefined when this server cannot send mail. */
  readonly mail: MailConfig | undefined;
  readonly objectStore: ObjectStoreConfig;
  readonly files: FilesConfig;
  /** The operator's own provider; undefined when there is none. */
  readonly oidc: OidcConfig | undefined;
  /** Undefined when there is no relay: media hosts are reached directly, over UDP or TCP. */
  readonly turn: TurnConfig | undefined;
}

const DAY_MS = 86_400_000;

/**
 * @throws {ConfigurationError} listing every fault at once. In production the public address must be given, since links
 *   and the check of a socket's origin depend on it.
 */
export function loadServerConfig(environment: Environment): ServerConfig {
  const schema = SERVER_ENVIRONMENT.refine(
    ({ PARLEY_ENV, PUBLIC_URL }) => PARLEY_ENV !== 'production' || PUBLIC_URL !== undefined,
    { path: ['PUBLIC_URL'], message: 'must be set in production, such as https://meet.example.org', when: () => true },
  ).superRefine((read, context) => {
    for (const fault of [mailFault(read), objectStoreFault(read), oidcFault(read), turnFault(read)]) {
      if (fault !== undefined) context.addIssue({ code: 'custom', path: [fault.variable], message: fault.message });
    }
  });
  const read = readEnvironment(schema, environment);
  const publicUrl = read.PUBLIC_URL ?? `http://localhost:${read.PORT}`;
  return {
    mode: read.PARLEY_ENV,
    port: read.PORT,
    bindAddress: read.BIND_ADDRESS,
    publicUrl,
    isBehindTls: publicUrl.startsWith('https:'),
    databaseUrl: read.DATABASE_URL,
    databaseMayForget: read.DATABASE_MAY_FORGET,
    redisUrl: read.REDIS_URL,
    sessionSecret: read.SESSION_SECRET,
    mediaControlSecret: read.MEDIA_CONTROL_SECRET,
    trustedProxies: read.TRUSTED_PROXIES.split(',')
      .map((one) => one.trim())
      .filter((one) => one !== ''),
    logLevel: read.LOG_LEVEL,
    socketsMaxCount: read.SOCKETS_MAX,
    roomCapacityCount: read.ROOM_CAPACITY,
    operatorToken: read.OPERATOR_TOKEN,
    mediaSpread: read.MEDIA_SPREAD,
    seatGraceMs: read.SEAT_GRACE_MS,
    seatPartGraceMs: read.SEAT_PART_GRACE_MS,
    roomUnusedMs: read.ROOM_UNUSED_DAYS * DAY_MS,
    guestsMayOpenRooms: read.GUESTS_MAY_OPEN_ROOMS,
    mail: mailOf(read),
    objectStore: objectStoreOf(read),
    files: filesOf(read),
    oidc: oidcOf(read),
    turn: turnOf(read),
  };
}
