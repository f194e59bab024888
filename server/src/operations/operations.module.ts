import { Global, Module } from '@nestjs/common';
import { TALLY } from '../core/tally.js';
import { OperationsController } from './operations.controller.js';
import { PromTally } from './prom-tally.js';

@Global()
@Module({
  controllers: [OperationsController],
  providers: [PromTally, { provide: TALLY, useExisting: PromTally }],
  exports: [TALLY],
})
export class OperationsModule {}
