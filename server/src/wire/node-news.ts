import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { ServerConfig } from '#config';
import { AvatarUrl, DisplayName, IdentityId, RoomId } from '#contracts';
import { Listeners, type Log } from '#kernel';
import { LOG, SERVER_CONFIG } from '../core/tokens.js';
import { bindAvatar } from './caller.js';
import type { PersonChange, PersonChanges, ToldChange } from './person-changes.js';
import type { RoomAct, RoomActs } from './room-acts.js';
import type { SignalNamespace } from './signal-socket.js';

const PERSON_CHANGED = 'person.changed';
const ROOM_ACTED = 'room.acted';

/** As they come from another node. */
const Told = z.strictObject({
  identityId: IdentityId,
  name: DisplayName,
  nameBefore: DisplayName,
  avatarUrl: AvatarUrl.exactOptional(),
});

const Acted = z.strictObject({
  roomId: RoomId,
  identityId: IdentityId,
  act: z.enum(['password-set', 'password-removed', 'ban-lifted']),
  targetName: z.string().exactOptional(),
});

/** What one server node tells all others, over the adapter that carries everything else between them. */
@Injectable()
export class NodeNews implements PersonChanges {
  readonly #changes: Listeners<ToldChange>;
  readonly #acts: Listeners<RoomAct>;
  /** The same for what is done to rooms. */
  readonly roomActs: RoomActs = {
    tell: (act) => this.#tellAct(act),
    listen: (listener) => this.#acts.listen(listener),
  };
  #namespace: SignalNamespace | undefined;

  constructor(
    @Inject(LOG) private readonly log: Log,
    @Inject(SERVER_CONFIG) private readonly config: Pick<ServerConfig, 'redisUrl'>,
  ) {
    this.#changes = new Listeners((fault) => log.error({ fault }, 'a listener to changes of people failed'));
    this.#acts = new Listeners((fault) => log.error({ fault }, 'a listener to what is done to rooms failed'));
  }

  /** For the gateway only, before the first socket comes. */
  attach(namespace: SignalNamespace): void {
    this.#namespace = namespace;
    namespace.on(PERSON_CHANGED, (raw: unknown) => this.#hear(raw));
    namespace.on(ROOM_ACTED, (raw: unknown) => this.#hearAct(raw));
  }

  tell({ avatarUrl, ...rest }: PersonChange): void {
    const change = { ...rest, ...(avatarUrl !== undefined && { avatarUrl }) };
    this.#apply({ ...change, avatarUrl, isOwn: true });
    this.#tellOthers(PERSON_CHANGED, change);
  }

  listen(listener: (change: ToldChange) => void): () => void {
    return this.#changes.listen(listener);
  }

  #tellAct({ targetName, ...rest }: RoomAct): void {
    const act = { ...rest, ...(targetName !== undefined && { targetName }) };
    this.#acts.tell(act);
    this.#tellOthers(ROOM_ACTED, act);
  }

  /** By itself a node has nobody to tell, and an adapter that could not. */
  #tellOthers(name: typeof PERSON_CHANGED | typeof ROOM_ACTED, told: object): void {
    if (this.config.redisUrl !== undefined) this.#namespace?.serverSideEmit(name, told);
  }

  #hear(raw: unknown): void {
    const told = Told.safeParse(raw);
    if (told.success) this.#apply({ avatarUrl: undefined, ...told.data, isOwn: false });
    else this.#warn(told.error);
  }

  #hearAct(raw: unknown): void {
    const told = Acted.safeParse(raw);
    if (told.success) this.#acts.tell(told.data);
    else this.#warn(told.error);
  }

  #warn(fault: z.ZodError): void {
    this.log.warn({ fault }, 'another node told what is not understood here');
  }

  #apply(change: ToldChange): void {
    for (const { data } of this.#namespace?.sockets.values() ?? []) {
      if (data.caller.identityId === change.identityId) bindAvatar(data.caller, change.avatarUrl);
    }
    this.#changes.tell(change);
  }
}
