import * as accounts from './accounts.js';
import * as common from './common.js';
import * as files from './files.js';
import * as guests from './guests.js';
import * as meetingReports from './meeting-reports.js';
import * as roomBans from './room-bans.js';
import * as roomSettings from './room-settings.js';
import * as rooms from './rooms.js';
import * as schedule from './schedule.js';
import * as sessions from './sessions.js';

export * from './accounts.js';
export { Accepted, API_PREFIX, Email, EMAIL_MAX_UNITS, MailedToken, Problem } from './common.js';
export * from './files.js';
export * from './guests.js';
export * from './meeting-reports.js';
export * from './room-bans.js';
export * from './room-settings.js';
export * from './rooms.js';
export * from './routes/index.js';
export * from './schedule.js';
export * from './sessions.js';

/** The bodies of requests and answers, by the names under which the API's description shows them. */
export const REST_SCHEMAS = {
  ...pick(accounts, [
    'AccountChange',
    'AccountView',
    'AvatarStored',
    'ClaimRequest',
    'ConfirmRequest',
    'PasswordChange',
    'RegisterRequest',
    'ResetFinishRequest',
    'ResetRequest',
    'SessionIssued',
  ]),
  ...pick(common, ['Accepted', 'Problem']),
  ...pick(files, ['ConversationQuery', 'FileLimits', 'FileRequest', 'FileUpload', 'PieceQuery']),
  ...pick(guests, ['GuestIssued']),
  ...pick(meetingReports, ['Attendance', 'AuditLog', 'PastMeetings']),
  ...pick(roomBans, ['BanList']),
  ...pick(roomSettings, ['RoomSettings', 'RoomSettingsChange']),
  ...pick(rooms, [
    'EntryRequest',
    'LinkList',
    'LinkOpened',
    'LinkRequest',
    'LinkView',
    'MemberChange',
    'MemberList',
    'MemberRequest',
    'MemberView',
    'RoomChange',
    'RoomCreated',
    'RoomDetails',
    'RoomPage',
    'RoomPasswordChange',
    'RoomQuery',
    'RoomRequest',
    'RoomView',
  ]),
  ...pick(schedule, [
    'OccurrenceChange',
    'OccurrenceList',
    'ScheduleChange',
    'ScheduleQuery',
    'ScheduleRequest',
    'ScheduledMeeting',
  ]),
  ...pick(sessions, ['OidcFinishRequest', 'OidcStarted', 'SessionList', 'SignInOptions', 'SignInRequest']),
} as const;

export type RestSchemaName = keyof typeof REST_SCHEMAS;

function pick<T extends object, K extends keyof T>(from: T, names: readonly K[]): Pick<T, K> {
  return Object.fromEntries(names.map((name) => [name, from[name]])) as Pick<T, K>;
}
