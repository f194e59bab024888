import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { AvatarId, Refusal, type AccountId, type AvatarStored } from '#contracts';
import { TaskQueue, type Log } from '#kernel';
import { LOG } from '../../core/tokens.js';
import { avatarUrl } from '../account-view.js';
import { ProfilesService } from '../profiles.service.js';
import { avatarPicture } from './avatar-picture.js';
import { OBJECT_STORE, type ObjectStore, type StoredObject } from '../../core/object-store.js';

/** People's pictures. */
@Injectable()
export class AvatarsService {
  /** One picture at a time: opening one takes a core and much memory. */
  readonly #work = new TaskQueue();

  constructor(
    @Inject(ProfilesService) private readonly profiles: ProfilesService,
    @Inject(OBJECT_STORE) private readonly store: ObjectStore,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** @throws {Refusal} `invalid-input` for what is no picture. */
  async set(accountId: AccountId, upload: Uint8Array): Promise<AvatarStored> {
    const bytes = await this.#work.run(() => avatarPicture(upload));
    const avatarId = AvatarId.parse(randomUUID());
    await this.store.put(keyOf(avatarId), { bytes, contentType: 'image/webp' });
    await this.#replace(accountId, avatarId);
    return { avatarId, avatarUrl: avatarUrl(avatarId) };
  }

  /** Safe to repeat. */
  async remove(accountId: AccountId): Promise<void> {
    await this.#replace(accountId, undefined);
  }

  /** @throws {Refusal} `not-found`. */
  async get(avatarId: AvatarId): Promise<StoredObject> {
    const object = await this.store.get(keyOf(avatarId));
    if (object === undefined) throw new Refusal('not-found', 'There is no such picture.');
    return object;
  }

  async #replace(accountId: AccountId, avatarId: AvatarId | undefined): Promise<void> {
    const before = await this.profiles.setAvatar(accountId, avatarId);
    if (before === undefined) return;
    try {
      await this.store.remove(keyOf(before));
    } catch (fault) {
      // The account shows the right one already; a file too many is no reason to tell its owner otherwise.
      this.log.warn({ accountId, avatarId: before, fault }, 'an old picture could not be removed');
    }
  }
}

function keyOf(avatarId: AvatarId): string {
  return `avatars/${avatarId}`;
}
