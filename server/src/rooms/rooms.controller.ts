import { Body, Controller, Get, Headers, Inject, Optional, Param, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import type { ServerConfig } from '#config';
import { API_PREFIX, RoomId, type RoomCreated, type RoomView } from '#contracts';
import { SERVER_CONFIG } from '../core/tokens.js';
import { RateLimits } from '../wire/rate-limits.js';
import { Bearer } from '../wire/rest/bearer.js';
import { Described } from '../wire/rest/described.js';
import { NO_BODY, Parsed } from '../wire/rest/parsed.js';
import { RoomsService } from './rooms.service.js';
import { ROUTER_CAPABILITIES, type RouterCapabilities } from './router-capabilities.js';

@Controller(`${API_PREFIX}/rooms`)
export class RoomsController {
  constructor(
    @Inject(RoomsService) private readonly rooms: RoomsService,
    @Inject(Bearer) private readonly bearer: Bearer,
    @Inject(RateLimits) private readonly limits: RateLimits,
    @Inject(SERVER_CONFIG) private readonly config: ServerConfig,
    @Optional() @Inject(ROUTER_CAPABILITIES) private readonly capabilities?: RouterCapabilities,
  ) {}

  @Post()
  @Described('rooms.create')
  async create(
    @Headers('authorization') authorization: string | undefined,
    @Body(new Parsed(NO_BODY)) _nothing: unknown,
  ): Promise<RoomCreated> {
    const identityId = await this.bearer.require(authorization);
    await this.limits.identityRooms.demand(identityId);
    const { roomId } = await this.rooms.create(identityId);
    return { roomId, url: `${this.config.publicUrl}/m/${roomId}` };
  }

  @Get(':roomId')
  @Described('rooms.view')
  async view(
    @Req() request: Request,
    @Param('roomId', new Parsed(RoomId)) roomId: RoomId,
    @Headers('authorization') authorization: string | undefined,
  ): Promise<RoomView> {
    await this.limits.addressReads.demand(request.ip ?? 'unknown');
    const who = await this.bearer.find(authorization);
    const { hostIdentityId } = await this.rooms.require(roomId);
    const routerRtpCapabilities = this.capabilities?.current();
    return {
      roomId,
      isHost: who?.identityId === hostIdentityId,
      needsPassword: false,
      isLobbyOn: false,
      isLocked: false,
      ...(routerRtpCapabilities !== undefined && { routerRtpCapabilities }),
    };
  }
}
