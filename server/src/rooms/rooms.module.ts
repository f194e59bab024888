import { Module } from '@nestjs/common';
import type { Log } from '#kernel';
import { LOG } from '../core/tokens.js';
import { ClaimsController } from './claims.controller.js';
import { RoomFacts } from './room-facts.js';
import { RoomBanning } from './room-banning.service.js';
import { RoomBansController } from './room-bans.controller.js';
import { RoomKeeping } from './room-keeping.service.js';
import { RoomPasswordsController } from './room-passwords.controller.js';
import { RoomEntry } from './room-entry.service.js';
import { RoomPasswords } from './room-passwords.service.js';
import { RoomSharingController } from './room-sharing.controller.js';
import { RoomSharing } from './room-sharing.service.js';
import { RoomsController } from './rooms.controller.js';
import { RoomsService } from './rooms.service.js';
import { PlannedInClosedRooms } from './schedule/planned-in-closed-rooms.js';
import { ScheduleMails } from './schedule/schedule-mails.js';
import { ScheduleController } from './schedule/schedule.controller.js';
import { ScheduleViews } from './schedule/schedule-views.js';
import { ScheduleService } from './schedule/schedule.service.js';

@Module({
  controllers: [
    RoomsController,
    RoomPasswordsController,
    RoomSharingController,
    RoomBansController,
    ClaimsController,
    ScheduleController,
  ],
  providers: [
    {
      provide: RoomFacts,
      useFactory: (log: Log) => new RoomFacts((fault) => log.error({ fault }, 'a listener to rooms failed')),
      inject: [LOG],
    },
    RoomsService,
    RoomKeeping,
    RoomEntry,
    RoomPasswords,
    RoomSharing,
    RoomBanning,
    ScheduleMails,
    ScheduleService,
    ScheduleViews,
    PlannedInClosedRooms,
  ],
  exports: [RoomFacts, RoomsService, RoomKeeping, RoomBanning],
})
export class RoomsModule {}
