import { z } from 'zod';
import type { Notices, Questions } from '../wire.js';
import { connectionEvents } from './connection.js';
import { mediaEvents, mediaRequests } from './media.js';
import { meetingEvents, meetingRequests } from './meeting.js';

export * from './meeting.js';
export * from './participant.js';

/** Namespace of the browser's socket. */
export const SIGNAL_NAMESPACE = '/signal';

/** What a browser shows when it connects. The token says who it is; nothing else does. */
export const SignalHandshake = z.strictObject({ token: z.string().min(1).max(2_048) });
export type SignalHandshake = z.output<typeof SignalHandshake>;

/** The whole wire between a browser and the server. Browsers ask; the server answers and announces. Never the reverse. */
export const signalling = {
  requests: { ...meetingRequests, ...mediaRequests },
  events: { ...meetingEvents, ...mediaEvents, ...connectionEvents },
} as const;

export type SignallingRequests = typeof signalling.requests;
export type SignallingEvents = typeof signalling.events;
export type ClientToServer = Questions<SignallingRequests>;
export type ServerToClient = Notices<SignallingEvents>;
