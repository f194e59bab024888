import { Global, Inject, Module, type DynamicModule, type OnModuleInit } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { OBJECT_STORE } from '../core/object-store.js';
import { Readiness } from '../core/readiness.js';
import { SERVER_CONFIG } from '../core/tokens.js';
import { ATTENDANCE_RECORDS } from '../host-controls/attendance-records.js';
import { HOST_ACT_RECORDS } from '../host-controls/host-act-records.js';
import { MEETING_RECORDS } from '../meetings/meeting-records.js';
import { ROOM_RECORDS } from '../rooms/room-records.js';
import { ENTITIES } from './entities.js';
import { openStore } from './open-object-store.js';
import { PgMeetingReports } from './pg-meeting-reports.js';
import { TypeOrmMeetingRecords } from './typeorm-meeting-records.js';
import { TypeOrmRoomRecords } from './typeorm-room-records.js';

/** The adapters behind the features' ports. Global, since no feature may know who keeps its records. */
@Global()
@Module({
  imports: [TypeOrmModule.forFeature(ENTITIES)],
  providers: [
    { provide: OBJECT_STORE, useFactory: openStore, inject: [SERVER_CONFIG] },
    TypeOrmRoomRecords,
    { provide: ROOM_RECORDS, useExisting: TypeOrmRoomRecords },
    TypeOrmMeetingRecords,
    { provide: MEETING_RECORDS, useExisting: TypeOrmMeetingRecords },
    PgMeetingReports,
    { provide: HOST_ACT_RECORDS, useExisting: PgMeetingReports },
    { provide: ATTENDANCE_RECORDS, useExisting: PgMeetingReports },
  ],
  exports: [HOST_ACT_RECORDS, ATTENDANCE_RECORDS, OBJECT_STORE, ROOM_RECORDS, MEETING_RECORDS],
})
export class StorageModule implements OnModuleInit {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(Readiness) private readonly readiness: Readiness,
  ) {}

  onModuleInit(): void {
    this.readiness.add('database', async () => {
      await this.database.query('SELECT 1');
      return undefined;
    });
  }
}

/** Makes an open database known to Nest, which closes it when the application closes. */
export function databaseModule(database: DataSource): DynamicModule {
  return TypeOrmModule.forRootAsync({
    useFactory: () => ({ ...database.options, retryAttempts: 0 }),
    dataSourceFactory: () => Promise.resolve(database),
  });
}
