import { Global, Module } from '@nestjs/common';
import { ACCOUNT_RECORDS } from '../identity/account-records.js';
import { SESSION_RECORDS } from '../identity/session-records.js';
import { ROOM_BANS } from '../rooms/room-bans.js';
import { ROOM_SHARES } from '../rooms/room-shares.js';
import { SCHEDULE_RECORDS } from '../rooms/schedule/schedule-records.js';
import { PgAccountRecords } from './pg-account-records.js';
import { PgRoomBans } from './pg-room-bans.js';
import { PgRoomShares } from './pg-room-shares.js';
import { PgScheduleRecords } from './pg-schedule-records.js';
import { PgSessionRecords } from './pg-session-records.js';

/** Where accounts, sessions, who shares a room with whom, and what is planned are kept. */
@Global()
@Module({
  providers: [
    { provide: ACCOUNT_RECORDS, useClass: PgAccountRecords },
    { provide: SESSION_RECORDS, useClass: PgSessionRecords },
    { provide: ROOM_SHARES, useClass: PgRoomShares },
    { provide: ROOM_BANS, useClass: PgRoomBans },
    { provide: SCHEDULE_RECORDS, useClass: PgScheduleRecords },
  ],
  exports: [ACCOUNT_RECORDS, SESSION_RECORDS, ROOM_SHARES, ROOM_BANS, SCHEDULE_RECORDS],
})
export class IdentityStorageModule {}
