import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Readiness } from '../core/readiness.js';
import { RateLimits } from '../wire/rate-limits.js';
import { PromTally } from './prom-tally.js';

/** What a supervisor, a load balancer and Prometheus ask. */
@Controller()
export class OperationsController {
  constructor(
    @Inject(Readiness) private readonly readiness: Readiness,
    @Inject(PromTally) private readonly tally: PromTally,
    @Inject(RateLimits) private readonly limits: RateLimits,
  ) {}

  /** The process lives and its event loop turns. Says nothing of what it depends on, so that no restart is wasted on that. */
  @Get('healthz')
  health(): { readonly status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('readyz')
  async ready(@Req() request: Request, @Res({ passthrough: true }) response: Response) {
    await this.limits.addressReads.demand(request.ip ?? 'unknown');
    const missing = await this.readiness.missing();
    const isReady = Object.keys(missing).length === 0;
    response.status(isReady ? 200 : 503);
    return { status: isReady ? 'ready' : 'not-ready', missing };
  }

  @Get('metrics')
  async metrics(@Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<string> {
    await this.limits.addressReads.demand(request.ip ?? 'unknown');
    response.type(this.tally.registry.contentType);
    return this.tally.registry.metrics();
  }
}
