/** Injection tokens of what the composition root hands in. */
export const SERVER_CONFIG = Symbol('ServerConfig');
export const LOG = Symbol('Log');
export const CLOCK = Symbol('Clock');
/** The shared Redis connection, or undefined on a single node. */
export const REDIS = Symbol('Redis');
