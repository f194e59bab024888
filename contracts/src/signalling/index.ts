import { z } from 'zod';
import type { Notices, Questions } from '../wire.js';
import { agendaEvents, agendaRequests } from './agenda.js';
import { callEvents, callRequests } from './calls.js';
import { chatEvents, chatRequests } from './chat.js';
import { connectionEvents } from './connection.js';
import { groupEvents, groupRequests } from './groups.js';
import { handsEvents, handsRequests } from './hands.js';
import { hostControlsEvents, hostControlsRequests } from './host-controls.js';
import { lobbyEvents, lobbyRequests } from './lobby.js';
import { mediaEvents, mediaRequests } from './media.js';
import { mediaFiguresRequests } from './media-figures.js';
import { mediaViewEvents, mediaViewRequests } from './media-view.js';
import { meetingEvents, meetingRequests } from './meeting.js';
import { mendingEvents, mendingRequests } from './mending.js';
import { movingRequests } from './moving.js';
import { reactionsEvents, reactionsRequests } from './reactions.js';
import { timersEvents, timersRequests } from './timers.js';
import { peopleRequests } from './people.js';
import { presenceEvents, presenceRequests } from './presence.js';

export * from './calls.js';
export * from './attachments.js';
export * from './chat.js';
export * from './groups.js';
export * from './people.js';
export * from './presence.js';
export * from './agenda.js';
export * from './hands.js';
export * from './host-controls.js';
export * from './lobby.js';
export * from './media-figures.js';
export * from './media-view.js';
export * from './meeting.js';
export * from './moving.js';
export * from './mending.js';
export * from './participant.js';
export * from './permissions.js';
export * from './reactions.js';
export { Seq } from './seq.js';
export * from './timers.js';

/** Namespace of the browser's socket. */
export const SIGNAL_NAMESPACE = '/signal';

/** What a browser shows when it connects. The token says who it is; nothing else does. */
export const SignalHandshake = z.strictObject({ token: z.string().min(1).max(2_048) });
export type SignalHandshake = z.output<typeof SignalHandshake>;

/** The whole wire between a browser and the server. Browsers ask; the server answers and announces. Never the reverse. */
export const signalling = {
  requests: {
    ...meetingRequests,
    ...movingRequests,
    ...mediaRequests,
    ...mediaViewRequests,
    ...mediaFiguresRequests,
    ...mendingRequests,
    ...hostControlsRequests,
    ...lobbyRequests,
    ...handsRequests,
    ...reactionsRequests,
    ...timersRequests,
    ...agendaRequests,
    ...chatRequests,
    ...groupRequests,
    ...peopleRequests,
    ...presenceRequests,
    ...callRequests,
  },
  events: {
    ...meetingEvents,
    ...mediaEvents,
    ...mediaViewEvents,
    ...mendingEvents,
    ...connectionEvents,
    ...hostControlsEvents,
    ...lobbyEvents,
    ...handsEvents,
    ...reactionsEvents,
    ...timersEvents,
    ...agendaEvents,
    ...chatEvents,
    ...groupEvents,
    ...presenceEvents,
    ...callEvents,
  },
} as const;

export type SignallingRequests = typeof signalling.requests;
export type SignallingEvents = typeof signalling.events;
export type ClientToServer = Questions<SignallingRequests>;
export type ServerToClient = Notices<SignallingEvents>;
