import { Inject, Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import { DataSource } from 'typeorm';
import type { ConversationId } from '#contracts';
import type { MessageStore } from '../chat/chat-records.js';
import type { Appended, NewMessage } from '../chat/conversation.js';
import { orAway } from './away.js';

/**
 * Whoever numbers messages of a conversation holds its row until the commit. In the order of ids, so that two batches
 * never wait for each other.
 */
const LOCK = {
  name: 'chat-lock',
  text: `SELECT conversation_id FROM conversations WHERE conversation_id = ANY($1::uuid[])
    ORDER BY conversation_id FOR UPDATE`,
};

/**
 * A statement of its own: it must see what was committed while the lock was waited for. The lookups are laterals with a
 * limit, which are index lookups whatever the planner believes of how many messages there are.
 */
const APPEND = {
  name: 'chat-append',
  text: `
    WITH asked AS (
      SELECT * FROM json_to_recordset($1::json) AS a(
        n integer, conversation_id uuid, sender_id uuid, sender_name text, key uuid, text text,
        sent_at timestamptz, reply_to integer, mentions uuid[], call jsonb, has_files boolean,
        topic text, group_change jsonb)
    ), known AS (
      SELECT a.conversation_id, a.sender_id, a.key, m.seq, m.text, m.sent_at, m.is_changed, m.topic
      FROM asked a CROSS JOIN LATERAL (
        SELECT m.seq, m.text, m.sent_at, (m.edited_at IS NOT NULL OR m.deleted_at IS NOT NULL) AS is_changed,
          m.topic
        FROM messages m
        WHERE m.conversation_id = a.conversation_id AND m.sender_id = a.sender_id AND m.key = a.key
        LIMIT 1
      ) m
    ), fresh AS (
      SELECT a.*, c.last_seq + row_number() OVER (PARTITION BY a.conversation_id ORDER BY a.n) AS seq
      FROM asked a CROSS JOIN LATERAL (
        SELECT last_seq FROM conversations c WHERE c.conversation_id = a.conversation_id LIMIT 1
      ) c
      WHERE NOT EXISTS (SELECT FROM known k
        WHERE k.conversation_id = a.conversation_id AND k.sender_id = a.sender_id AND k.key = a.key)
    ), added AS (
      INSERT INTO messages (conversation_id, seq, sender_id, sender_name, key, text, sent_at, reply_to, mentions, call,
        has_files, topic, group_change)
      SELECT conversation_id, seq, sender_id, sender_name, key, text, sent_at,
        CASE WHEN reply_to < seq THEN reply_to END, coalesce(mentions, '{}'), call, has_files, topic, group_change
      FROM fresh
      RETURNING conversation_id, sender_id, key, seq, text, sent_at, false AS is_changed, topic
    ), carried AS (
      UPDATE chat_files f SET seq = fresh.seq, expires_at = now() FROM fresh
      WHERE fresh.has_files AND f.conversation_id = fresh.conversation_id AND f.uploader_id = fresh.sender_id
        AND f.message_key = fresh.key AND f.seq IS NULL AND NOT f.is_over
    ), counted AS (
      UPDATE conversations c SET last_seq = f.last_seq, last_said_at = f.last_said_at
      FROM (SELECT conversation_id, max(seq) AS last_seq, max(sent_at) AS last_said_at FROM fresh GROUP BY 1) f
      WHERE c.conversation_id = f.conversation_id
    )
    SELECT * FROM added UNION ALL SELECT * FROM known`,
};

interface AppendedRow {
  readonly conversation_id: ConversationId;
  readonly sender_id: string;
  readonly key: string;
  readonly seq: number;
  readonly text: string;
  readonly sent_at: Date;
  readonly is_changed: boolean;
  readonly topic: string | null;
}

@Injectable()
export class PgMessageStore implements MessageStore {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  append(messages: readonly NewMessage[]): Promise<readonly (Appended | undefined)[]> {
    return orAway(this.#append(messages));
  }

  async #append(messages: readonly NewMessage[]): Promise<readonly (Appended | undefined)[]> {
    const runner = this.database.createQueryRunner();
    try {
      const client = (await runner.connect()) as PoolClient;
      const rows = await inTransaction(client, async () => {
        await client.query({ ...LOCK, values: [[...new Set(messages.map((one) => one.conversationId))]] });
        return (await client.query<AppendedRow>({ ...APPEND, values: [JSON.stringify(rowsOf(messages))] })).rows;
      });
      const found = new Map(rows.map((row) => [keyOf(row.conversation_id, row.sender_id, row.key), appendedOf(row)]));
      return messages.map((one) => found.get(keyOf(one.conversationId, one.senderId, one.key)));
    } finally {
      await runner.release();
    }
  }
}

async function inTransaction<T>(client: PoolClient, work: () => Promise<T>): Promise<T> {
  await client.query('BEGIN');
  try {
    const result = await work();
    await client.query('COMMIT');
    return result;
  } catch (fault) {
    // On a lost connection there is nothing to take back, and the first failure is the one to tell.
    await client.query('ROLLBACK').catch(() => undefined);
    throw fault;
  }
}

/** Each key once: of two messages with one key in one batch, the first counts. */
function rowsOf(messages: readonly NewMessage[]): readonly object[] {
  const byKey = new Map<string, object>();
  for (const [n, one] of messages.entries()) {
    const key = keyOf(one.conversationId, one.senderId, one.key);
    if (byKey.has(key)) continue;
    byKey.set(key, {
      n,
      conversation_id: one.conversationId,
      sender_id: one.senderId,
      sender_name: one.senderName,
      key: one.key,
      text: one.text,
      sent_at: new Date(one.sentAtMs),
      reply_to: one.replyTo,
      mentions: one.mentions,
      call: one.call,
      has_files: one.attachments !== undefined,
      topic: one.topic,
      group_change: one.groupChange,
    });
  }
  return [...byKey.values()];
}

function appendedOf({ seq, sent_at, text, is_changed, topic }: AppendedRow): Appended {
  return { seq, sentAtMs: sent_at.getTime(), text, isChanged: is_changed, ...(topic !== null && { topic }) };
}

function keyOf(conversationId: string, senderId: string, key: string): string {
  return `${conversationId}/${senderId}/${key.toLowerCase()}`;
}
