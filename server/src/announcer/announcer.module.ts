import { Module } from '@nestjs/common';
import { CallsModule } from '../calls/calls.module.js';
import { ChatModule } from '../chat/chat.module.js';
import { MediaModule } from '../media/media.module.js';
import { MeetingsModule } from '../meetings/meetings.module.js';
import { PresenceModule } from '../presence/presence.module.js';
import { Announcer } from './announcer.js';
import { ConversationAnnouncer } from './conversation-announcer.js';

@Module({
  imports: [MeetingsModule, MediaModule, ChatModule, PresenceModule, CallsModule],
  providers: [Announcer, ConversationAnnouncer],
})
export class AnnouncerModule {}
