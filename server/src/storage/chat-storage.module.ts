import { Global, Module } from '@nestjs/common';
import { CALL_RECORDS } from '../calls/call-records.js';
import { CHAT_RECORDS, MESSAGE_STORE } from '../chat/chat-records.js';
import { FILE_RECORDS } from '../chat/files/file-records.js';
import { GROUP_RECORDS } from '../chat/group-records.js';
import { CHAT_PEOPLE } from '../chat/people.js';
import { PRESENCE_RECORDS } from '../presence/presence-records.js';
import { PgCallRecords } from './pg-call-records.js';
import { PgChatRecords } from './pg-chat-records.js';
import { PgFileRecords } from './pg-file-records.js';
import { PgGroupRecords } from './pg-group-records.js';
import { PgMessageStore } from './pg-message-store.js';
import { PgPeople } from './pg-people.js';
import { PgPresenceRecords } from './pg-presence-records.js';

/** What keeps conversations, and what goes with them. */
@Global()
@Module({
  providers: [
    PgChatRecords,
    { provide: CHAT_RECORDS, useExisting: PgChatRecords },
    { provide: GROUP_RECORDS, useClass: PgGroupRecords },
    { provide: FILE_RECORDS, useClass: PgFileRecords },
    PgMessageStore,
    { provide: MESSAGE_STORE, useExisting: PgMessageStore },
    { provide: CALL_RECORDS, useClass: PgCallRecords },
    PgPeople,
    { provide: CHAT_PEOPLE, useExisting: PgPeople },
    { provide: PRESENCE_RECORDS, useClass: PgPresenceRecords },
  ],
  exports: [CALL_RECORDS, CHAT_RECORDS, GROUP_RECORDS, FILE_RECORDS, MESSAGE_STORE, CHAT_PEOPLE, PRESENCE_RECORDS],
})
export class ChatStorageModule {}
