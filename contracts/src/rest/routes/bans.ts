import { NO_ANSWER, type RestRoute } from './route.js';

const BANS = {
  tag: 'Bans',
  caller: 'token',
  refusals: ['invalid-input', 'not-found', 'meeting-ended', 'forbidden'],
} as const;

export const banRoutes = {
  'bans.list': {
    ...BANS,
    method: 'GET',
    path: '/rooms/{roomId}/bans',
    summary: 'Lists the accounts that a room is closed to',
    about: 'To its owner and co-hosts. Accounts are banned from within a meeting, by `host.remove`.',
    answers: { 200: 'BanList' },
  },
  'bans.lift': {
    ...BANS,
    method: 'DELETE',
    path: '/rooms/{roomId}/bans/{banId}',
    summary: 'Opens a room to an account again',
    about: 'Owner and co-hosts. Does not bring a membership back. Safe to repeat.',
    answers: { 204: NO_ANSWER },
  },
} as const satisfies Readonly<Record<string, RestRoute>>;
