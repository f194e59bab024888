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
  /** Tries to sign in or to prove a mailed link. A class that signs in after the bell shares one address. */
  readonly addressSignIns: RateRule;
  /** Tries for one account, from wherever. */
  readonly emailSignIns: RateRule;
  /** Refreshes of access tokens; a page asks every ten minutes. */
  readonly addressRefreshes: RateRule;
  /** Registrations and resets: each costs a hash or a mail. */
  readonly addressMails: RateRule;
  /** Mails that strangers can have sent to one address. */
  readonly emailMails: RateRule;
  /** Changes that one account makes to itself, its rooms and its schedule. */
  readonly accountWrites: RateRule;
  readonly accountUploads: RateRule;
  /** Tries of codes that bring a seat to another device. */
  readonly identityCodes: RateRule;
  /** Pieces of files that one identity begins or sends; 20 MB/s at most. */
  readonly identityUploads: RateRule;
  /** Times that somebody adds people to a call; each rings all devices of up to twenty. */
  readonly identityRings: RateRule;
  /** Changes that somebody makes to groups; each is told to all members. */
  readonly identityGroupChanges: RateRule;
  /** Messages of one person in one conversation. Quick typists stay far below. */
  readonly conversationPersonMessages: RateRule;
  /** Messages of all in one conversation. */
  readonly conversationMessages: RateRule;
  /** Tries of rooms' passwords. While Redis cannot count them, none is taken. */
  readonly addressRoomPasswords: RateRule;
  readonly roomPasswords: RateRule;
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
  addressSignIns: { maxCount: 300, windowMs: 600_000 },
  emailSignIns: { maxCount: 30, windowMs: 600_000 },
  addressRefreshes: { maxCount: 1_200, windowMs: 60_000 },
  addressMails: { maxCount: 60, windowMs: 3_600_000 },
  emailMails: { maxCount: 5, windowMs: 3_600_000 },
  accountWrites: { maxCount: 120, windowMs: 60_000 },
  accountUploads: { maxCount: 10, windowMs: 60_000 },
  identityCodes: { maxCount: 20, windowMs: 60_000 },
  identityUploads: { maxCount: 1_200, windowMs: 60_000 },
  identityRings: { maxCount: 20, windowMs: 60_000 },
  identityGroupChanges: { maxCount: 30, windowMs: 60_000 },
  conversationPersonMessages: { maxCount: 60, windowMs: 10_000 },
  conversationMessages: { maxCount: 1_000, windowMs: 10_000 },
  addressRoomPasswords: { maxCount: 10, windowMs: 600_000 },
  roomPasswords: { maxCount: 100, windowMs: 3_600_000 },
};

/** Largest body of a REST request, in bytes. The requests of today have none to speak of. */
export const REST_BODY_MAX_BYTES = 16 * 1024;
