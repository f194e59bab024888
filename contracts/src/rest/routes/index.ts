import { banRoutes } from './bans.js';
import { fileRoutes } from './files.js';
import { identityRoutes } from './identity.js';
import { meetingRoutes } from './meetings.js';
import { roomRoutes } from './rooms.js';
import { scheduleRoutes } from './schedule.js';

export * from './route.js';

/** The whole REST API, by name. */
export const REST_ROUTES = {
  ...fileRoutes,
  ...identityRoutes,
  ...meetingRoutes,
  ...roomRoutes,
  ...banRoutes,
  ...scheduleRoutes,
} as const;

export type RestRouteName = keyof typeof REST_ROUTES;
