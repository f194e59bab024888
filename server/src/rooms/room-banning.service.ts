import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { BanId, Refusal, ROOM_BANS_MAX_COUNT, type BanView, type IdentityId } from '#contracts';
import type { Clock } from '#kernel';
import { CLOCK } from '../core/tokens.js';
import { ROOM_ACTS, type RoomActs } from '../wire/room-acts.js';
import { ROOM_BANS, type Ban, type RoomBans } from './room-bans.js';
import { RoomKeeping } from './room-keeping.service.js';
import type { Asker } from './room-sharing.service.js';

/** Keeps accounts out of a room, meeting after meeting, until somebody lets them in again. */
@Injectable()
export class RoomBanning {
  constructor(
    @Inject(ROOM_BANS) private readonly bans: RoomBans,
    @Inject(RoomKeeping) private readonly keeping: RoomKeeping,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(ROOM_ACTS) private readonly acts: RoomActs,
  ) {}

  /**
   * Safe to repeat.
   *
   * @throws {Refusal} `forbidden` for anybody but the room's owner and co-hosts; the owner cannot be banned at all, a
   *   co-host by the owner only. `limit-reached`.
   */
  async ban({ roomId, identityId }: Asker, { accountId, name }: Pick<Ban, 'accountId' | 'name'>): Promise<void> {
    const own = await this.keeping.roleOf(roomId, identityId);
    const theirs = await this.keeping.roleOf(roomId, accountId as string as IdentityId);
    if (own !== 'owner' && (own !== 'cohost' || theirs === 'cohost' || theirs === 'owner')) {
      throw new Refusal('forbidden', 'Only those who own or lead this room may close it to somebody.');
    }
    if (theirs === 'owner') throw new Refusal('forbidden', 'A room cannot be closed to its owner.');
    const ban = { banId: BanId.parse(randomUUID()), roomId, accountId, name, bannedAtMs: this.clock.nowMs() };
    if (await this.bans.add(ban, ROOM_BANS_MAX_COUNT)) return;
    throw new Refusal('limit-reached', 'This room is closed to as many accounts as it can be; lift a ban first.');
  }

  /** @throws {Refusal} as `RoomKeeping.require` does. */
  async list({ roomId, identityId }: Asker): Promise<readonly BanView[]> {
    await this.keeping.require(roomId, identityId, ['owner', 'cohost']);
    return (await this.bans.of(roomId)).map(({ banId, name, bannedAtMs }) => ({ banId, name, bannedAtMs }));
  }

  /** Safe to repeat. @throws {Refusal} as `RoomKeeping.require` does. */
  async lift({ roomId, identityId }: Asker, banId: BanId): Promise<void> {
    await this.keeping.require(roomId, identityId, ['owner', 'cohost']);
    const lifted = await this.bans.remove({ banId, roomId });
    if (lifted !== undefined) this.acts.tell({ roomId, identityId, act: 'ban-lifted', targetName: lifted.name });
  }
}
