import { Module } from '@nestjs/common';
import type { Clock, Log } from '#kernel';
import { CLOCK, LOG } from '../core/tokens.js';
import { MeetingsModule } from '../meetings/meetings.module.js';
import { ChatAccess } from './chat-access.js';
import { ChatFacts } from './chat-fact.js';
import { CHAT_RECORDS, MESSAGE_STORE, type ChatRecords, type MessageStore } from './chat-records.js';
import { CHAT_TOOLS, type ChatTools } from './chat-tools.js';
import { ChatGateway } from './chat.gateway.js';
import { ConversationsService } from './conversations.service.js';
import { messageOf } from './conversation.js';
import { DownloadsService } from './files/downloads.service.js';
import { FileContents } from './files/file-content.js';
import { FileDoor } from './files/file-door.js';
import { FileRemoval } from './files/file-removal.js';
import { FilesController } from './files/files.controller.js';
import { UploadsService } from './files/uploads.service.js';
import { FanOut } from './fan-out.js';
import { GroupsService } from './groups.service.js';
import { ChatHousekeeping } from './housekeeping.js';
import { MemberChanges } from './member-changes.js';
import { MessageWriter, type Stored } from './message-writer.js';
import { MessagesService } from './messages.service.js';
import { CHAT_PEOPLE, type ChatPeople } from './people.js';
import { ReceiptKeeper } from './receipts.js';

/** The ports that conversations work with, in the order they are injected below. */
type Ports = [ChatRecords, MessageStore, ChatPeople, ChatFacts, Clock, Log];

@Module({
  imports: [MeetingsModule],
  controllers: [FilesController],
  providers: [
    {
      provide: ChatFacts,
      useFactory: (log: Log) => new ChatFacts((fault) => log.error({ fault }, 'a listener to a conversation failed')),
      inject: [LOG],
    },
    {
      provide: CHAT_TOOLS,
      useFactory: (...[records, store, people, facts, clock, log]: Ports): ChatTools => {
        const fanOut = new FanOut(facts, clock);
        const writer = new MessageWriter({ store, clock, log, onStored: (stored) => tellStored(fanOut, stored) });
        const receipts = new ReceiptKeeper({ records, facts, clock, log });
        return { records, people, facts, writer, receipts, clock, log };
      },
      inject: [CHAT_RECORDS, MESSAGE_STORE, CHAT_PEOPLE, ChatFacts, CLOCK, LOG],
    },
    ChatAccess,
    ConversationsService,
    MessagesService,
    GroupsService,
    ChatHousekeeping,
    MemberChanges,
    ChatGateway,
    FileDoor,
    FileContents,
    FileRemoval,
    UploadsService,
    DownloadsService,
  ],
  exports: [ChatFacts],
})
export class ChatModule {}

/**
 * What was stored before is told again: its first telling may have died with a server. Receivers know it by its number.
 * What has another text under the same key was refused, and what was changed since is not what was said.
 */
function tellStored(fanOut: FanOut, stored: readonly Stored[]): void {
  const fresh = stored.filter(({ message, appended }) => !appended.isChanged && appended.text === message.text);
  for (const some of Map.groupBy(fresh, ({ message }) => message.conversationId).values()) {
    const [{ message: first }] = some as [Stored];
    const messages = some.map(({ message, appended }) => messageOf(message, appended));
    fanOut.tell(first.conversationId, first.audience, messages);
  }
}
