import type { RefusalCode } from '#contracts';

/**
 * Why there is no call. `unreachable`: no server answered. `unsupported`: this browser has no WebRTC. `insecure`: the page came
 * over plain HTTP from another machine, where browsers give no page a microphone or camera; HTTPS or localhost mends it.
 */
export type CallFailure = RefusalCode | 'unreachable' | 'unsupported' | 'insecure';
