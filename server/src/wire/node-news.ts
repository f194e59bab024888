import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { ServerConfig } from '#config';
import { AvatarUrl, DisplayName, IdentityId } from '#contracts';
import { Listeners, type Log } from '#kernel';
import { LOG, SERVER_CONFIG } from '../core/tokens.js';
import { bindAvatar } from './caller.js';
import type { PersonChange, PersonChanges, ToldChange } from './person-changes.js';
import type { SignalNamespace } from './signal-socket.js';

const PERSON_CHANGED = 'person.changed';

/** As it comes from another node. */
const Told = z.strictObject({
  identityId: IdentityId,
  name: DisplayName,
  nameBefore: DisplayName,
  avatarUrl: AvatarUrl.exactOptional(),
});

/** What one server node tells all others, over the adapter that carries everything else between them. */
@Injectable()
export class NodeNews implements PersonChanges {
  readonly #changes: Listeners<ToldChange>;
  #namespace: SignalNamespace | undefined;

  constructor(
    @Inject(LOG) private readonly log: Log,
    @Inject(SERVER_CONFIG) private readonly config: Pick<ServerConfig, 'redisUrl'>,
  ) {
    this.#changes = new Listeners((fault) => log.error({ fault }, 'a listener to changes of people failed'));
  }

  /** For the gateway only, before the first socket comes. */
  attach(namespace: SignalNamespace): void {
    this.#namespace = namespace;
    namespace.on(PERSON_CHANGED, (raw: unknown) => this.#hear(raw));
  }

  tell({ avatarUrl, ...rest }: PersonChange): void {
    const change = { ...rest, ...(avatarUrl !== undefined && { avatarUrl }) };
    this.#apply({ ...change, avatarUrl, isOwn: true });
    // By itself a node has nobody to tell, and an adapter that could not.
    if (this.config.redisUrl !== undefined) this.#namespace?.serverSideEmit(PERSON_CHANGED, change);
  }

  listen(listener: (change: ToldChange) => void): () => void {
    return this.#changes.listen(listener);
  }

  #hear(raw: unknown): void {
    const told = Told.safeParse(raw);
    if (told.success) this.#apply({ avatarUrl: undefined, ...told.data, isOwn: false });
    else this.log.warn({ fault: told.error }, 'another node told what is not understood here');
  }

  #apply(change: ToldChange): void {
    for (const { data } of this.#namespace?.sockets.values() ?? []) {
      if (data.caller.identityId === change.identityId) bindAvatar(data.caller, change.avatarUrl);
    }
    this.#changes.tell(change);
  }
}
