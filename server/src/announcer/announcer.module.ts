import { Module } from '@nestjs/common';
import { MediaModule } from '../media/media.module.js';
import { MeetingsModule } from '../meetings/meetings.module.js';
import { Announcer } from './announcer.js';

@Module({ imports: [MeetingsModule, MediaModule], providers: [Announcer] })
export class AnnouncerModule {}
