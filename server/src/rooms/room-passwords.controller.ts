import { Body, Controller, Headers, Inject, Param, Req } from '@nestjs/common';
import type { Request } from 'express';
import type { z } from 'zod';
import { API_PREFIX, EntryRequest, RoomId, RoomPasswordChange } from '#contracts';
import { RateLimits } from '../wire/rate-limits.js';
import { Bearer } from '../wire/rest/bearer.js';
import { Parsed } from '../wire/rest/parsed.js';
import { Route } from '../wire/rest/route.js';
import { RoomEntry } from './room-entry.service.js';
import { RoomPasswords } from './room-passwords.service.js';

@Controller(API_PREFIX)
export class RoomPasswordsController {
  constructor(
    @Inject(RoomPasswords) private readonly passwords: RoomPasswords,
    @Inject(RoomEntry) private readonly entry: RoomEntry,
    @Inject(Bearer) private readonly bearer: Bearer,
    @Inject(RateLimits) private readonly limits: RateLimits,
  ) {}

  @Route('rooms.setPassword')
  async set(
    @Param('roomId', new Parsed(RoomId)) roomId: RoomId,
    @Headers('authorization') authorization: string | undefined,
    @Body(new Parsed(RoomPasswordChange)) { password }: z.output<typeof RoomPasswordChange>,
  ): Promise<void> {
    const identityId = await this.bearer.require(authorization);
    await this.limits.accountWrites.demand(identityId);
    await this.passwords.set(roomId, identityId, password);
  }

  @Route('rooms.removePassword')
  async remove(
    @Param('roomId', new Parsed(RoomId)) roomId: RoomId,
    @Headers('authorization') authorization: string | undefined,
  ): Promise<void> {
    const identityId = await this.bearer.require(authorization);
    await this.limits.accountWrites.demand(identityId);
    await this.passwords.set(roomId, identityId, undefined);
  }

  @Route('rooms.enter')
  async enter(
    @Req() request: Request,
    @Param('roomId', new Parsed(RoomId)) roomId: RoomId,
    @Body(new Parsed(EntryRequest)) { password }: z.output<typeof EntryRequest>,
  ): Promise<void> {
    const { identityId, accountId } = await this.bearer.who(request.headers.authorization);
    const visitor = { identityId, isGuest: accountId === undefined };
    await this.entry.show(roomId, visitor, { password, address: request.ip ?? 'unknown' });
  }
}
