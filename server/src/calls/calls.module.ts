import { Module } from '@nestjs/common';
import type { Clock, Log } from '#kernel';
import { CLOCK, LOG } from '../core/tokens.js';
import { MeetingsModule } from '../meetings/meetings.module.js';
import { RoomsModule } from '../rooms/rooms.module.js';
import { CallFacts } from './call-fact.js';
import { CALL_RECORDS, type CallRecords } from './call-records.js';
import { CALL_TOOLS, CallKeeper, type CallTools } from './call-keeper.js';
import { CallWatch } from './call-watch.js';
import { CallsGateway } from './calls.gateway.js';
import { CallsService } from './calls.service.js';

@Module({
  imports: [RoomsModule, MeetingsModule],
  providers: [
    {
      provide: CallFacts,
      useFactory: (log: Log) => new CallFacts((fault) => log.error({ fault }, 'a listener to calls failed')),
      inject: [LOG],
    },
    {
      provide: CALL_TOOLS,
      useFactory: (...[records, facts, clock, log]: [CallRecords, CallFacts, Clock, Log]): CallTools => ({
        records,
        facts,
        clock,
        log,
      }),
      inject: [CALL_RECORDS, CallFacts, CLOCK, LOG],
    },
    CallKeeper,
    CallWatch,
    CallsService,
    CallsGateway,
  ],
  exports: [CallFacts],
})
export class CallsModule {}
