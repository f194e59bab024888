import { Global, Module } from '@nestjs/common';
import { CHAT_RECORDS, MESSAGE_STORE } from '../chat/chat-records.js';
import { CHAT_PEOPLE } from '../chat/people.js';
import { PgChatRecords } from './pg-chat-records.js';
import { PgMessageStore } from './pg-message-store.js';
import { PgPeople } from './pg-people.js';

/** What keeps conversations. */
@Global()
@Module({
  providers: [
    { provide: CHAT_RECORDS, useClass: PgChatRecords },
    { provide: MESSAGE_STORE, useClass: PgMessageStore },
    { provide: CHAT_PEOPLE, useClass: PgPeople },
  ],
  exports: [CHAT_RECORDS, MESSAGE_STORE, CHAT_PEOPLE],
})
export class ChatStorageModule {}
