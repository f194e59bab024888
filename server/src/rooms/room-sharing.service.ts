import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { ServerConfig } from '#config';
import {
  LinkId,
  MemberId,
  Refusal,
  ROOM_LINKS_MAX_COUNT,
  ROOM_MEMBERS_MAX_COUNT,
  type IdentityId,
  type LinkRequest,
  type LinkView,
  type MemberRole,
  type MemberView,
  type RoomId,
} from '#contracts';
import type { Clock } from '#kernel';
import { CLOCK, SERVER_CONFIG } from '../core/tokens.js';
import { RoomKeeping } from './room-keeping.service.js';
import { ROOM_SHARES, type Member, type RoomLink, type RoomShares } from './room-shares.js';

/** Who asks, and of which room. */
export interface Asker {
  readonly roomId: RoomId;
  readonly identityId: IdentityId;
}

/** A room's members, and the extra links into it. */
@Injectable()
export class RoomSharing {
  constructor(
    @Inject(ROOM_SHARES) private readonly shares: RoomShares,
    @Inject(RoomKeeping) private readonly keeping: RoomKeeping,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SERVER_CONFIG) private readonly config: Pick<ServerConfig, 'publicUrl'>,
  ) {}

  /** @throws {Refusal} as `RoomKeeping.require` does, like everything here. */
  async members({ roomId, identityId }: Asker): Promise<readonly MemberView[]> {
    await this.keeping.require(roomId, identityId, ['owner', 'cohost']);
    return (await this.shares.members(roomId)).map(memberView);
  }

  /** @throws {Refusal} `limit-reached`. */
  async addMember(asker: Asker, wish: Pick<Member, 'email' | 'role'>): Promise<MemberView> {
    const { roomId } = await this.#owned(asker);
    const member = { ...wish, roomId, memberId: MemberId.parse(randomUUID()), addedAtMs: this.clock.nowMs() };
    const added = await this.shares.addMember(member, ROOM_MEMBERS_MAX_COUNT);
    if (added === undefined) throw new Refusal('limit-reached', 'This room has as many members as it can have.');
    return memberView(added);
  }

  /** @throws {Refusal} `not-found` when there is no such member. */
  async changeMember(asker: Asker, memberId: MemberId, role: MemberRole): Promise<MemberView> {
    const { roomId } = await this.#owned(asker);
    const changed = await this.shares.changeMember({ memberId, roomId, role });
    if (changed === undefined) throw new Refusal('not-found', 'This room has no such member.');
    return memberView(changed);
  }

  /** Safe to repeat. */
  async removeMember(asker: Asker, memberId: MemberId): Promise<void> {
    const { roomId } = await this.#owned(asker);
    await this.shares.removeMember({ memberId, roomId });
  }

  async links({ roomId, identityId }: Asker): Promise<readonly LinkView[]> {
    await this.keeping.require(roomId, identityId, ['owner', 'cohost']);
    return (await this.shares.links(roomId, this.clock.nowMs())).map((link) => this.#linkView(link));
  }

  /** @throws {Refusal} `invalid-input` for an end that has passed; `limit-reached`. */
  async addLink({ roomId, identityId }: Asker, { label, role, expiresAtMs }: LinkRequest): Promise<LinkView> {
    await this.keeping.require(roomId, identityId, role === undefined ? ['owner', 'cohost'] : ['owner']);
    const createdAtMs = this.clock.nowMs();
    if (expiresAtMs !== undefined && expiresAtMs <= createdAtMs) {
      throw new Refusal('invalid-input', 'expiresAtMs: has passed already', { field: 'expiresAtMs', issue: 'past' });
    }
    const link = { linkId: LinkId.parse(randomUUID()), roomId, label, role, createdAtMs, expiresAtMs };
    if (await this.shares.addLink(link, ROOM_LINKS_MAX_COUNT)) return this.#linkView(link);
    throw new Refusal('limit-reached', 'This room has as many links as it can have; revoke one first.');
  }

  /** Safe to repeat. */
  async removeLink({ roomId, identityId }: Asker, linkId: LinkId): Promise<void> {
    await this.keeping.require(roomId, identityId, ['owner', 'cohost']);
    await this.shares.removeLink({ linkId, roomId });
  }

  /** @throws {Refusal} `not-found` alike for links that never were, have expired or were revoked. */
  async openLink(linkId: LinkId, identityId: IdentityId): Promise<RoomId> {
    const roomId = await this.shares.openLink(linkId, identityId, this.clock.nowMs());
    if (roomId === undefined) throw new Refusal('not-found', 'This link does not work any more.');
    return roomId;
  }

  async #owned(asker: Asker): Promise<Asker> {
    await this.keeping.require(asker.roomId, asker.identityId, ['owner']);
    return asker;
  }

  #linkView({ linkId, label, role, createdAtMs, expiresAtMs }: RoomLink): LinkView {
    return {
      linkId,
      url: `${this.config.publicUrl}/l/${linkId}`,
      ...(label !== undefined && { label }),
      ...(role !== undefined && { role }),
      createdAtMs,
      ...(expiresAtMs !== undefined && { expiresAtMs }),
    };
  }
}

function memberView({ memberId, email, role, addedAtMs }: Member): MemberView {
  return { memberId, email, role, addedAtMs };
}
