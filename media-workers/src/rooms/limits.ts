/*
 * Bounds of the media side that are ours alone. What both ends of a wire must agree on is in the contracts.
 */

/** What one participant may send at most: a camera in three layers (2.2 Mbps), a large screen (4 Mbps), sound of both, and repairs. */
export const INCOMING_MAX_BPS = 7_000_000;

/**
 * What a viewer's path is taken to carry until it has been measured. The default of the library (0.6 Mbps) lets the
 * first seconds of a call look worse than they need to; more than this makes a slow line lose packets at once.
 */
export const INITIAL_OUTGOING_BPS = 1_000_000;

/** No consent check for so long means that the path is lost. Source: RFC 7675 section 5.1. */
export const ICE_CONSENT_TIMEOUT_SECONDS = 30;

/** How long a lost path may take to come back by an ICE restart before its session is given up. */
export const ICE_LOST_AFTER_MS = 60_000;

/**
 * After a quiet time a publisher is asked for at most one key frame in so long; while requests keep coming, or many wait, the
 * patched worker waits for about a second (`scripts/worker/patches`). Browsers ignore requests that come within 300 ms of the one
 * before (libwebrtc, `kMinKeyframeSendIntervalMs`), so a request held back for a little longer is answered, and one sent
 * at once is lost.
 */
export const KEY_FRAME_INTERVAL_MS = 350;

/** A meeting without sessions keeps its router for so long: people who change networks or reload come back to it. */
export const EMPTY_ROOM_KEPT_MS = 30_000;

/** How many ids of things that ended are remembered, so that a request which comes late does not make them anew. */
export const ENDED_SESSIONS_KEPT_COUNT = 20_000;
export const ENDED_STREAMS_KEPT_COUNT = 2_048;
/** How many pauses of streams that were not opened yet are remembered in a session. */
export const EARLY_PAUSES_MAX_COUNT = 32;
