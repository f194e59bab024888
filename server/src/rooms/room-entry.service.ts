import { Inject, Injectable } from '@nestjs/common';
import { Refusal, type RoomId } from '#contracts';
import { Passwords } from '../identity/passwords.js';
import { RateLimits } from '../wire/rate-limits.js';
import { ROOM_RECORDS, type RoomRecords } from './room-records.js';
import { RoomsService, type RoomVisitor } from './rooms.service.js';

/** Rooms' passwords, as those show them who want to come in. */
@Injectable()
export class RoomEntry {
  constructor(
    @Inject(ROOM_RECORDS) private readonly records: RoomRecords,
    @Inject(RoomsService) private readonly rooms: RoomsService,
    @Inject(Passwords) private readonly passwords: Passwords,
    @Inject(RateLimits) private readonly limits: RateLimits,
  ) {}

  /**
   * Tries are counted before anything is looked at, and given back when they were right: a class behind one address
   * comes in, a guesser does not.
   *
   * @throws {Refusal} `password`; `too-many-requests`; `unavailable` while tries cannot be counted; as `visit` does.
   */
  async show(roomId: RoomId, visitor: RoomVisitor, try_: { readonly password: string; readonly address: string }) {
    const { addressRoomPasswords, roomPasswords } = this.limits;
    await addressRoomPasswords.demand(try_.address);
    await roomPasswords.demand(roomId);
    const { room, needsPassword } = await this.rooms.visit(roomId, visitor);
    if (needsPassword && !(await this.passwords.isSame(room.passwordHash, try_.password))) {
      throw new Refusal('password', 'This is not the password of this meeting.');
    }
    if (needsPassword) await this.records.passwordShown(roomId, visitor.identityId);
    await Promise.all([addressRoomPasswords.giveBack(try_.address), roomPasswords.giveBack(roomId)]);
  }
}
