import { Body, Controller, Delete, Get, Headers, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { z } from 'zod';
import type { ServerConfig } from '#config';
import { HostId, Refusal } from '#contracts';
import type { Log } from '#kernel';
import { LOG, SERVER_CONFIG } from '../core/tokens.js';
import { MediaPlane } from '../media/media-plane.js';
import { RateLimits } from '../wire/rate-limits.js';
import { Parsed } from '../wire/rest/parsed.js';

const WORKER_DRAIN = z.strictObject({ workerPid: z.int().positive() });

/** What whoever runs this server may do by its own token, which no account has. See docs/operating.md. */
@Controller('operator/media-hosts')
export class OperatorController {
  constructor(
    @Inject(MediaPlane) private readonly media: MediaPlane,
    @Inject(RateLimits) private readonly limits: RateLimits,
    @Inject(SERVER_CONFIG) private readonly config: Pick<ServerConfig, 'operatorToken'>,
    @Inject(LOG) private readonly log: Log,
  ) {}

  @Get()
  async list(@Headers('authorization') authorization: string | undefined, @Req() request: Request) {
    await this.#demand(authorization, request);
    return { hosts: this.media.hosts() };
  }

  /** Moves everybody off a media host, which stays and takes nobody until that is undone or it is started anew. */
  @Post(':hostId/drain')
  @HttpCode(202)
  async drain(
    @Headers('authorization') authorization: string | undefined,
    @Req() request: Request,
    @Param('hostId', new Parsed(HostId)) hostId: HostId,
  ): Promise<void> {
    await this.#demand(authorization, request);
    this.log.info({ hostId }, 'an operator drains a media host');
    await this.media.drainHost(hostId);
  }

  /** A media host that was drained takes meetings again. Whom it had stays where they are. */
  @Delete(':hostId/drain')
  @HttpCode(202)
  async undrain(
    @Headers('authorization') authorization: string | undefined,
    @Req() request: Request,
    @Param('hostId', new Parsed(HostId)) hostId: HostId,
  ): Promise<void> {
    await this.#demand(authorization, request);
    this.log.info({ hostId }, 'an operator opens a media host again');
    await this.media.reopenHost(hostId);
  }

  /** Replaces one worker of a media host, and moves everybody off it. */
  @Post(':hostId/drain-worker')
  @HttpCode(202)
  async drainWorker(
    @Headers('authorization') authorization: string | undefined,
    @Req() request: Request,
    @Param('hostId', new Parsed(HostId)) hostId: HostId,
    @Body(new Parsed(WORKER_DRAIN)) { workerPid }: z.output<typeof WORKER_DRAIN>,
  ): Promise<void> {
    await this.#demand(authorization, request);
    this.log.info({ hostId, workerPid }, 'an operator drains a media worker');
    await this.media.drainWorker(hostId, workerPid);
  }

  /** @throws {Refusal} `unauthenticated`, also where no token is set; `too-many-requests`. */
  async #demand(authorization: string | undefined, { ip = 'unknown' }: Request): Promise<void> {
    await this.limits.addressReads.demand(ip);
    const [scheme, shown = ''] = (authorization ?? '').split(' ');
    const isKnown = scheme?.toLowerCase() === 'bearer' && this.config.operatorToken?.equals(shown) === true;
    if (!isKnown) throw new Refusal('unauthenticated', 'This needs the operator’s token.');
  }
}
