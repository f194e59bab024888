/*
 * Bounds that both ends of a wire must agree on. What only an operator decides is in the configuration instead.
 */

/** Longest display name, in UTF-16 code units as `String.length` counts them. */
export const NAME_MAX_UNITS = 64;
/** Largest message a browser may send, in bytes. A join with every codec a browser knows is about 12 kB. */
export const SIGNAL_MESSAGE_MAX_BYTES = 64 * 1024;
/** Largest message between server and media host, in bytes. */
export const CONTROL_MESSAGE_MAX_BYTES = 8 * 1024 * 1024;
/** Most people in one meeting, whatever an operator configures. */
export const PARTICIPANTS_MAX_COUNT = 1_000;
/** Most media sessions of one meeting on one media host: what its inventory can list. */
export const MEDIA_SESSIONS_MAX_COUNT = 2_000;
/** Most meetings on one media host: what its description can list. */
export const MEETINGS_MAX_COUNT = 10_000;
