import { Global, Module } from '@nestjs/common';
import { TALLY } from '../core/tally.js';
import { ApiDocsController } from './api-docs.controller.js';
import { OperationsController } from './operations.controller.js';
import { PromTally } from './prom-tally.js';

@Global()
@Module({
  controllers: [OperationsController, ApiDocsController],
  providers: [PromTally, { provide: TALLY, useExisting: PromTally }],
  exports: [TALLY],
})
export class OperationsModule {}
