import { Inject, Injectable } from '@nestjs/common';
import type { IdentityId, RoomId } from '#contracts';
import { Passwords } from '../identity/passwords.js';
import { ROOM_ACTS, type RoomActs } from '../wire/room-acts.js';
import { ROOM_RECORDS, type RoomRecords } from './room-records.js';
import { RoomKeeping } from './room-keeping.service.js';

/** Rooms' passwords, as those set them who lead a room. */
@Injectable()
export class RoomPasswords {
  constructor(
    @Inject(ROOM_RECORDS) private readonly records: RoomRecords,
    @Inject(RoomKeeping) private readonly keeping: RoomKeeping,
    @Inject(Passwords) private readonly passwords: Passwords,
    @Inject(ROOM_ACTS) private readonly acts: RoomActs,
  ) {}

  /** `undefined` lets people in without one. @throws {Refusal} as `RoomKeeping.require` does. */
  async set(roomId: RoomId, identityId: IdentityId, password: string | undefined): Promise<void> {
    await this.keeping.require(roomId, identityId, ['owner', 'cohost']);
    await this.records.setPassword(roomId, password === undefined ? undefined : await this.passwords.hash(password));
    this.acts.tell({ roomId, identityId, act: password === undefined ? 'password-removed' : 'password-set' });
  }
}
