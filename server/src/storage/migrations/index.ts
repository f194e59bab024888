import { HostControls1763700110000 } from './host-controls.js';
import { Accounts1763700200000 } from './accounts.js';
import { ChatFiles1763700650000 } from './chat-files.js';
import { Conversations1763700600000 } from './conversations.js';
import { Meetings1763700100000 } from './meetings.js';
import { PersistentRooms1763700300000 } from './persistent-rooms.js';
import { Schedules1763700400000 } from './schedules.js';
import { Rooms1763700000000 } from './rooms.js';
import { Presence1763700610000 } from './presence.js';
import { Calls1763700620000 } from './calls.js';
import { Groups1763700670000 } from './groups.js';
import { RoomBans1763700640000 } from './room-bans.js';
import { MessageTopics1763700660000 } from './message-topics.js';
import { ScheduleExceptions1763700680000 } from './schedule-exceptions.js';
import { LinkRoles1763700630000 } from './link-roles.js';

/** Every migration, oldest first. One that was released is never changed; what it lacks goes into a new one. */
export const MIGRATIONS = [
  Rooms1763700000000,
  Meetings1763700100000,
  HostControls1763700110000,
  Accounts1763700200000,
  PersistentRooms1763700300000,
  Schedules1763700400000,
  Conversations1763700600000,
  Presence1763700610000,
  Calls1763700620000,
  LinkRoles1763700630000,
  RoomBans1763700640000,
  ChatFiles1763700650000,
  MessageTopics1763700660000,
  Groups1763700670000,
  ScheduleExceptions1763700680000,
];
