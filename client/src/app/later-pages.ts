import { later } from './later.js';

/* Scripts of the meeting, which are fetched ahead by whoever expects one. */

export const MeetingRoute = later(async () => (await import('./meeting-route.js')).MeetingRoute);
/** What there is once one is in. Nothing of it is needed for joining. */
export const Inside = later(async () => (await import('./inside.js')).Inside);
