import { Body, Controller, Headers, Inject, Optional, Param, Query, Req } from '@nestjs/common';
import type { Request } from 'express';
import {
  API_PREFIX,
  RoomChange,
  RoomId,
  RoomQuery,
  RoomRequest,
  type RoomCreated,
  type RoomDetails,
  type RoomPage,
  type RoomView,
} from '#contracts';
import { RateLimits } from '../wire/rate-limits.js';
import { Bearer } from '../wire/rest/bearer.js';
import { Parsed } from '../wire/rest/parsed.js';
import { Route } from '../wire/rest/route.js';
import { RoomKeeping } from './room-keeping.service.js';
import { RoomsService } from './rooms.service.js';
import { ROUTER_CAPABILITIES, type RouterCapabilities } from './router-capabilities.js';

@Controller(API_PREFIX)
export class RoomsController {
  constructor(
    @Inject(RoomsService) private readonly rooms: RoomsService,
    @Inject(RoomKeeping) private readonly keeping: RoomKeeping,
    @Inject(Bearer) private readonly bearer: Bearer,
    @Inject(RateLimits) private readonly limits: RateLimits,
    @Optional() @Inject(ROUTER_CAPABILITIES) private readonly capabilities?: RouterCapabilities,
  ) {}

  @Route('rooms.create')
  async create(
    @Headers('authorization') authorization: string | undefined,
    @Body(new Parsed(RoomRequest.optional())) wish: RoomRequest | undefined,
  ): Promise<RoomCreated> {
    const who = await this.bearer.who(authorization);
    await this.limits.identityRooms.demand(who.identityId);
    const { roomId } = await this.keeping.open(who, wish ?? {});
    return { roomId, url: this.keeping.urlOf(roomId) };
  }

  @Route('rooms.list')
  async list(
    @Headers('authorization') authorization: string | undefined,
    @Query(new Parsed(RoomQuery)) query: RoomQuery,
  ): Promise<RoomPage> {
    const { accountId } = await this.bearer.requireAccount(authorization);
    return this.keeping.list(accountId, query);
  }

  @Route('rooms.view')
  async view(
    @Req() request: Request,
    @Param('roomId', new Parsed(RoomId)) roomId: RoomId,
    @Headers('authorization') authorization: string | undefined,
  ): Promise<RoomView> {
    await this.limits.addressReads.demand(request.ip ?? 'unknown');
    const who = await this.bearer.find(authorization);
    const visitor = who && { identityId: who.identityId, isGuest: who.accountId === undefined };
    const { room, role, needsPassword, access } = await this.rooms.visit(roomId, visitor);
    const routerRtpCapabilities = this.capabilities?.current();
    return {
      roomId,
      ...(room.title !== undefined && { title: room.title }),
      isHost: role === 'owner' || role === 'cohost',
      needsPassword,
      ...access,
      ...(routerRtpCapabilities !== undefined && { routerRtpCapabilities }),
    };
  }

  @Route('rooms.details')
  async details(
    @Param('roomId', new Parsed(RoomId)) roomId: RoomId,
    @Headers('authorization') authorization: string | undefined,
  ): Promise<RoomDetails> {
    return this.keeping.details(roomId, await this.bearer.require(authorization));
  }

  @Route('rooms.change')
  async change(
    @Param('roomId', new Parsed(RoomId)) roomId: RoomId,
    @Headers('authorization') authorization: string | undefined,
    @Body(new Parsed(RoomChange)) change: RoomChange,
  ): Promise<RoomDetails> {
    const identityId = await this.#writer(authorization);
    return this.keeping.change(roomId, identityId, change);
  }

  @Route('rooms.delete')
  async remove(
    @Param('roomId', new Parsed(RoomId)) roomId: RoomId,
    @Headers('authorization') authorization: string | undefined,
  ): Promise<void> {
    const identityId = await this.#writer(authorization);
    await this.keeping.remove(roomId, identityId);
  }

  async #writer(authorization: string | undefined) {
    const identityId = await this.bearer.require(authorization);
    await this.limits.accountWrites.demand(identityId);
    return identityId;
  }
}
