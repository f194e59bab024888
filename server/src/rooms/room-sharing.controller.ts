import { Body, Controller, Headers, Inject, Param, Req } from '@nestjs/common';
import type { Request } from 'express';
import type { z } from 'zod';
import {
  API_PREFIX,
  LinkId,
  LinkRequest,
  MemberChange,
  MemberId,
  MemberRequest,
  RoomId,
  type LinkList,
  type LinkOpened,
  type LinkView,
  type MemberList,
  type MemberView,
} from '#contracts';
import { RateLimits } from '../wire/rate-limits.js';
import { Bearer } from '../wire/rest/bearer.js';
import { Route } from '../wire/rest/route.js';
import { NO_BODY, Parsed } from '../wire/rest/parsed.js';
import { RoomSharing, type Asker } from './room-sharing.service.js';

@Controller(API_PREFIX)
export class RoomSharingController {
  constructor(
    @Inject(RoomSharing) private readonly sharing: RoomSharing,
    @Inject(Bearer) private readonly bearer: Bearer,
    @Inject(RateLimits) private readonly limits: RateLimits,
  ) {}

  @Route('members.list')
  async members(
    @Param('roomId', new Parsed(RoomId)) roomId: RoomId,
    @Headers('authorization') authorization: string | undefined,
  ): Promise<MemberList> {
    const identityId = await this.bearer.require(authorization);
    return { members: [...(await this.sharing.members({ roomId, identityId }))] };
  }

  @Route('members.add')
  async addMember(
    @Param('roomId', new Parsed(RoomId)) roomId: RoomId,
    @Headers('authorization') authorization: string | undefined,
    @Body(new Parsed(MemberRequest)) wish: z.output<typeof MemberRequest>,
  ): Promise<MemberView> {
    return this.sharing.addMember(await this.#writer(roomId, authorization), wish);
  }

  @Route('members.change')
  async changeMember(
    @Param('roomId', new Parsed(RoomId)) roomId: RoomId,
    @Param('memberId', new Parsed(MemberId)) memberId: MemberId,
    @Headers('authorization') authorization: string | undefined,
    @Body(new Parsed(MemberChange)) { role }: z.output<typeof MemberChange>,
  ): Promise<MemberView> {
    return this.sharing.changeMember(await this.#writer(roomId, authorization), memberId, role);
  }

  @Route('members.remove')
  async removeMember(
    @Param('roomId', new Parsed(RoomId)) roomId: RoomId,
    @Param('memberId', new Parsed(MemberId)) memberId: MemberId,
    @Headers('authorization') authorization: string | undefined,
  ): Promise<void> {
    await this.sharing.removeMember(await this.#writer(roomId, authorization), memberId);
  }

  @Route('links.list')
  async links(
    @Param('roomId', new Parsed(RoomId)) roomId: RoomId,
    @Headers('authorization') authorization: string | undefined,
  ): Promise<LinkList> {
    const identityId = await this.bearer.require(authorization);
    return { links: [...(await this.sharing.links({ roomId, identityId }))] };
  }

  @Route('links.create')
  async addLink(
    @Param('roomId', new Parsed(RoomId)) roomId: RoomId,
    @Headers('authorization') authorization: string | undefined,
    @Body(new Parsed(LinkRequest)) wish: LinkRequest,
  ): Promise<LinkView> {
    return this.sharing.addLink(await this.#writer(roomId, authorization), wish);
  }

  @Route('links.revoke')
  async removeLink(
    @Param('roomId', new Parsed(RoomId)) roomId: RoomId,
    @Param('linkId', new Parsed(LinkId)) linkId: LinkId,
    @Headers('authorization') authorization: string | undefined,
  ): Promise<void> {
    await this.sharing.removeLink(await this.#writer(roomId, authorization), linkId);
  }

  @Route('links.open')
  async openLink(
    @Req() request: Request,
    @Param('linkId', new Parsed(LinkId)) linkId: LinkId,
    @Body(new Parsed(NO_BODY)) _nothing: unknown,
  ): Promise<LinkOpened> {
    await this.limits.addressReads.demand(request.ip ?? 'unknown');
    const identityId = await this.bearer.require(request.headers.authorization);
    return { roomId: await this.sharing.openLink(linkId, identityId) };
  }

  async #writer(roomId: RoomId, authorization: string | undefined): Promise<Asker> {
    const identityId = await this.bearer.require(authorization);
    await this.limits.accountWrites.demand(identityId);
    return { roomId, identityId };
  }
}
