import { ShownPeople } from './shown-people.js';
import { Module } from '@nestjs/common';
import type { Redis } from 'ioredis';
import type { ServerConfig } from '#config';
import type { Clock, Log } from '#kernel';
import { CLOCK, LOG, REDIS, SERVER_CONFIG } from '../core/tokens.js';
import { RoomsModule } from '../rooms/rooms.module.js';
import { RoomsService } from '../rooms/rooms.service.js';
import { SOCKET_OUT, type SocketOut } from '../wire/socket-out.js';
import { ActsInRooms } from './acts-in-rooms.js';
import { ClosedRooms } from './closed-rooms.js';
import { MeetingFacts } from './meeting-fact.js';
import { LocalMeetingLeases, MEETING_LEASES } from './meeting-leases.js';
import { MEETING_RECORDS, type MeetingRecords } from './meeting-records.js';
import { MEETING_ROOMS } from './meeting-rooms.js';
import { MEETING_SETTINGS, MeetingsService, type MeetingSettings } from './meetings.service.js';
import { RedisMeetingLeases } from './redis-meeting-leases.js';

/** The ports a meeting works with, in the order they are injected below. */
type Parts = [ServerConfig, Log, Clock, MeetingRecords, MeetingFacts, SocketOut];

@Module({
  imports: [RoomsModule],
  providers: [
    {
      provide: MeetingFacts,
      useFactory: (log: Log) => new MeetingFacts((fault) => log.error({ fault }, 'a listener to a meeting failed')),
      inject: [LOG],
    },
    {
      provide: MEETING_LEASES,
      useFactory: (redis: Redis | undefined) =>
        redis === undefined ? new LocalMeetingLeases() : new RedisMeetingLeases(redis),
      inject: [REDIS],
    },
    { provide: MEETING_ROOMS, useExisting: RoomsService },
    {
      provide: MEETING_SETTINGS,
      useFactory: (...[config, log, clock, records, facts, out]: Parts): MeetingSettings => ({
        log,
        clock,
        records,
        facts,
        out,
        seatGraceMs: config.seatGraceMs,
        partGraceMs: config.seatPartGraceMs,
        capacityCount: config.roomCapacityCount,
      }),
      inject: [SERVER_CONFIG, LOG, CLOCK, MEETING_RECORDS, MeetingFacts, SOCKET_OUT],
    },
    MeetingsService,
    ClosedRooms,
    ShownPeople,
    ActsInRooms,
  ],
  exports: [MeetingFacts, MeetingsService],
})
export class MeetingsModule {}
