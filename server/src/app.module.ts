import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import type { DataSource } from 'typeorm';
import { AnnouncerModule } from './announcer/announcer.module.js';
import { CallsModule } from './calls/calls.module.js';
import { ChatModule } from './chat/chat.module.js';
import { CoreModule, type Core } from './core/core.module.js';
import { HostControlsModule } from './host-controls/host-controls.module.js';
import { IdentityModule } from './identity/identity.module.js';
import { MediaModule } from './media/media.module.js';
import { MeetingsModule } from './meetings/meetings.module.js';
import { OperationsModule } from './operations/operations.module.js';
import { OperatorModule } from './operations/operator.module.js';
import { PagesModule } from './pages/pages.module.js';
import { PresenceModule } from './presence/presence.module.js';
import { RoomsModule } from './rooms/rooms.module.js';
import { ChatStorageModule } from './storage/chat-storage.module.js';
import { IdentityStorageModule } from './storage/identity-storage.module.js';
import { databaseModule, StorageModule } from './storage/storage.module.js';
import { DEFAULT_LIMITS, type WireLimits } from './wire/limits.js';
import { ProblemFilter } from './wire/rest/problem.filter.js';
import { WireModule } from './wire/wire.module.js';

/** What the application is made from. */
export interface Parts extends Core {
  /** Connected already. The application closes it. */
  readonly database: DataSource;
  /** The folder that the client was built into. */
  readonly clientDir: string;
  /** Those of wire/limits.ts when left out. */
  readonly limits?: WireLimits;
}

/** The features, in the order of the folders' rules of import: each may use those before it. */
const FEATURES = [
  IdentityModule,
  RoomsModule,
  MeetingsModule,
  MediaModule,
  OperatorModule,
  HostControlsModule,
  ChatModule,
  PresenceModule,
  CallsModule,
  AnnouncerModule,
];

@Module({})
export class AppModule {
  static with({ database, clientDir, limits, ...core }: Parts): DynamicModule {
    return {
      module: AppModule,
      imports: [
        CoreModule.with(core),
        databaseModule(database),
        StorageModule,
        IdentityStorageModule,
        ChatStorageModule,
        WireModule.with(limits ?? DEFAULT_LIMITS),
        OperationsModule,
        ...FEATURES,
        PagesModule.with(clientDir), // Last, since it answers every address that nobody else does.
      ],
      providers: [{ provide: APP_FILTER, useClass: ProblemFilter }],
    };
  }
}
