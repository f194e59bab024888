import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { ConversationId, IdentityId } from '#contracts';
import type { GroupRecords } from '../chat/group-records.js';
import { orAway } from './away.js';
import { returned } from './returned.js';

/** Held while a group is changed, as while a message is added to it. No row for who does not own it. */
const LOCK_OWN = `
  SELECT conversation_id FROM conversations WHERE conversation_id = $1 AND kind = 'group' AND owner_id = $2 FOR UPDATE`;

const LOCK = `SELECT owner_id AS "ownerId" FROM conversations WHERE conversation_id = $1 AND kind = 'group' FOR UPDATE`;

const RENAME = `
  UPDATE conversations SET title = $3 WHERE conversation_id = $1 AND kind = 'group' AND owner_id = $2 AND title <> $3
  RETURNING conversation_id`;

/** What was said before is read already, since they may not read it. */
const ADD = `
  INSERT INTO conversation_members (conversation_id, identity_id, name, opened_at, from_seq, delivered_seq, read_seq)
  SELECT c.conversation_id, w.identity_id, w.name, $4, c.last_seq + 1, c.last_seq, c.last_seq
  FROM conversations c, unnest($2::uuid[], $3::text[]) AS w(identity_id, name) WHERE c.conversation_id = $1
  ON CONFLICT DO NOTHING RETURNING identity_id AS "identityId", name`;

const COUNT = 'SELECT count(*)::int AS count FROM conversation_members WHERE conversation_id = $1';

const REMOVE = `
  DELETE FROM conversation_members WHERE conversation_id = $1 AND identity_id = $2
  RETURNING identity_id AS "identityId", name`;

const HAND_ON = `
  UPDATE conversations SET owner_id = (
    SELECT identity_id FROM conversation_members WHERE conversation_id = $1 ORDER BY opened_at DESC, identity_id LIMIT 1)
  WHERE conversation_id = $1 AND owner_id = $2`;

const DROP_EMPTY = `
  DELETE FROM conversations c WHERE c.conversation_id = $1
    AND NOT EXISTS (SELECT FROM conversation_members x WHERE x.conversation_id = c.conversation_id)`;

type Newcomers = Parameters<GroupRecords['add']>[0]['newcomers'];

/** Thrown within a transaction to take back what it did. */
class TooMany extends Error {}

@Injectable()
export class PgGroupRecords implements GroupRecords {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  async rename({ conversationId, byId, title }: Parameters<GroupRecords['rename']>[0]): Promise<boolean> {
    return returned(await orAway(this.database.query(RENAME, [conversationId, byId, title]))).length > 0;
  }

  async add(change: Parameters<GroupRecords['add']>[0]): Promise<Newcomers | undefined> {
    const { conversationId, byId, newcomers, maxCount, atMs } = change;
    try {
      return await this.#owned(
        conversationId,
        byId,
        async (manager) => {
          const ids = newcomers.map(({ identityId }) => identityId);
          const names = newcomers.map(({ name }) => name);
          const rows = returned(await manager.query(ADD, [conversationId, ids, names, new Date(atMs)])) as Newcomers;
          const [counted] = await manager.query<{ count: number }[]>(COUNT, [conversationId]);
          if (rows.length > 0 && (counted?.count ?? 0) > maxCount) throw new TooMany();
          return rows;
        },
        [],
      );
    } catch (thrown) {
      if (thrown instanceof TooMany) return undefined;
      throw thrown;
    }
  }

  remove({
    conversationId,
    byId,
    identityId,
  }: Parameters<GroupRecords['remove']>[0]): ReturnType<GroupRecords['remove']> {
    return this.#owned(
      conversationId,
      byId,
      async (manager) => {
        const [row] = returned(await manager.query(REMOVE, [conversationId, identityId])) as Newcomers;
        return row;
      },
      undefined,
    );
  }

  leave(conversationId: ConversationId, identityId: IdentityId): Promise<boolean> {
    return orAway(
      this.database.transaction(async (manager) => {
        await manager.query(LOCK, [conversationId]);
        const gone = returned(await manager.query(REMOVE, [conversationId, identityId]));
        if (gone.length === 0) return false;
        await manager.query(HAND_ON, [conversationId, identityId]);
        await manager.query(DROP_EMPTY, [conversationId]);
        return true;
      }),
    );
  }

  #owned<T>(
    conversationId: ConversationId,
    byId: IdentityId,
    work: (manager: EntityManager) => Promise<T>,
    otherwise: T,
  ): Promise<T> {
    return orAway(
      this.database.transaction(async (manager) => {
        const owned = await manager.query<unknown[]>(LOCK_OWN, [conversationId, byId]);
        return owned.length === 0 ? otherwise : work(manager);
      }),
    );
  }
}
