import type { RestRoute } from './route.js';

const MEETINGS = { tag: 'Meetings', method: 'GET', caller: 'token', refusals: ['invalid-input', 'not-found'] } as const;

export const meetingRoutes = {
  'meetings.attendance': {
    ...MEETINGS,
    path: '/meetings/{meetingId}/attendance',
    summary: 'Who was there',
    about: 'For the owner and the co-hosts of the room. Reconnections do not interrupt anybody’s time.',
    answers: { 200: 'Attendance' },
  },
  'meetings.attendanceTable': {
    ...MEETINGS,
    path: '/meetings/{meetingId}/attendance.csv',
    summary: 'Who was there, as a table',
    about: 'For the owner and the co-hosts of the room: one line per person, as CSV.',
    answers: { 200: 'text/csv' },
  },
  'meetings.audit': {
    ...MEETINGS,
    path: '/meetings/{meetingId}/audit',
    summary: 'What hosts did',
    about: 'For the owner and the co-hosts of the room: every act with its actor, target and time, in order.',
    answers: { 200: 'AuditLog' },
  },
  'meetings.auditTable': {
    ...MEETINGS,
    path: '/meetings/{meetingId}/audit.csv',
    summary: 'What hosts did, as a table',
    about: 'For the owner and the co-hosts of the room: one line per act, as CSV.',
    answers: { 200: 'text/csv' },
  },
  'meetings.list': {
    ...MEETINGS,
    path: '/rooms/{roomId}/meetings',
    summary: 'The meetings of a room',
    about:
      'For the owner and the co-hosts of the room: the last hundred, the newest first, with the one that runs now.',
    answers: { 200: 'PastMeetings' },
  },
} as const satisfies Record<string, RestRoute>;
