import { later } from './later.js';

/** The page of a meeting, whose script is fetched ahead by whoever expects a call. */
export const MeetingRoute = later(async () => (await import('./meeting-route.js')).MeetingRoute);
