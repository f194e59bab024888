/** At most `maxCount` within any window of `windowMs`. */
export interface RateRule {
  readonly maxCount: number;
  readonly windowMs: number;
}

/**
 * How much is served to whom. Sized so that a classroom behind one address, or a thousand people returning after a
 * server's restart, stay far below, while one attacker cannot keep a core busy.
 */
export interface WireLimits {
  /** Requests on one socket. A join with four sources and a screen full of tiles needs about twenty at once. */
  readonly socketRequests: RateRule;
  /** Requests of one identity over all its sockets. */
  readonly identityRequests: RateRule;
  /** Broken messages of one identity before it is cut off, reconnecting or not. */
  readonly identityViolations: RateRule;
  readonly addressConnections: RateRule;
  readonly addressGuests: RateRule;
  readonly addressReads: RateRule;
  readonly identityRooms: RateRule;
}

export const WIRE_LIMITS = Symbol('WireLimits');

export const DEFAULT_LIMITS: WireLimits = {
  socketRequests: { maxCount: 60, windowMs: 1_000 },
  identityRequests: { maxCount: 400, windowMs: 5_000 },
  identityViolations: { maxCount: 30, windowMs: 60_000 },
  addressConnections: { maxCount: 3_000, windowMs: 60_000 },
  addressGuests: { maxCount: 1_200, windowMs: 60_000 },
  addressReads: { maxCount: 3_000, windowMs: 60_000 },
  identityRooms: { maxCount: 60, windowMs: 60_000 },
};

/** Largest body of a REST request, in bytes. The requests of today have none to speak of. */
export const REST_BODY_MAX_BYTES = 16 * 1024;
