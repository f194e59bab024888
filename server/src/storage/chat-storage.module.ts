import { Global, Module } from '@nestjs/common';
import { CHAT_RECORDS, MESSAGE_STORE } from '../chat/chat-records.js';
import { CHAT_PEOPLE } from '../chat/people.js';
import { PRESENCE_RECORDS } from '../presence/presence-records.js';
import { PgChatRecords } from './pg-chat-records.js';
import { PgMessageStore } from './pg-message-store.js';
import { PgPeople } from './pg-people.js';
import { PgPresenceRecords } from './pg-presence-records.js';

/** What keeps conversations, and what goes with them. */
@Global()
@Module({
  providers: [
    { provide: CHAT_RECORDS, useClass: PgChatRecords },
    { provide: MESSAGE_STORE, useClass: PgMessageStore },
    PgPeople,
    { provide: CHAT_PEOPLE, useExisting: PgPeople },
    { provide: PRESENCE_RECORDS, useClass: PgPresenceRecords },
  ],
  exports: [CHAT_RECORDS, MESSAGE_STORE, CHAT_PEOPLE, PRESENCE_RECORDS],
})
export class ChatStorageModule {}
