import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Conversations1763700600000 implements MigrationInterface {
  readonly name = 'Conversations1763700600000';

  async up(runner: QueryRunner): Promise<void> {
    await conversations(runner);
    await messages(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX seats_identity');
    for (const table of ['message_reactions', 'messages', 'conversation_members', 'conversations']) {
      await runner.query(`DROP TABLE ${table}`);
    }
  }
}

async function conversations(runner: QueryRunner): Promise<void> {
  await runner.query(`
      CREATE TABLE conversations (
        conversation_id uuid PRIMARY KEY,
        kind text NOT NULL CHECK (kind IN ('room', 'direct', 'group', 'private')),
        -- Of a room conversation: its room, the room's latest meeting, and the first number of that meeting.
        room_id uuid UNIQUE REFERENCES rooms (room_id),
        meeting_id uuid,
        meeting_from_seq integer NOT NULL DEFAULT 1,
        title text,
        -- What there may be only one of: the two of a direct conversation, the key of a group.
        found_by text UNIQUE,
        first_seq integer NOT NULL DEFAULT 1,
        last_seq integer NOT NULL DEFAULT 0,
        last_change integer NOT NULL DEFAULT 0,
        created_at timestamptz(3) NOT NULL,
        last_said_at timestamptz(3) NOT NULL
      )`);
  await runner.query(`CREATE INDEX conversations_private ON conversations (meeting_id) WHERE kind = 'private'`);
  await runner.query(`
      CREATE TABLE conversation_members (
        conversation_id uuid NOT NULL REFERENCES conversations (conversation_id) ON DELETE CASCADE,
        identity_id uuid NOT NULL,
        name text NOT NULL,
        opened_at timestamptz(3) NOT NULL,
        delivered_seq integer NOT NULL DEFAULT 0,
        read_seq integer NOT NULL DEFAULT 0,
        is_muted boolean NOT NULL DEFAULT false,
        PRIMARY KEY (conversation_id, identity_id)
      ) WITH (fillfactor = 70)`);
  // By what somebody was called last, and with whom they have met.
  await runner.query('CREATE INDEX seats_identity ON seats (identity_id, joined_at)');
  await runner.query('CREATE INDEX conversation_members_identity ON conversation_members (identity_id)');
}

async function messages(runner: QueryRunner): Promise<void> {
  await runner.query(`
      CREATE TABLE messages (
        conversation_id uuid NOT NULL REFERENCES conversations (conversation_id) ON DELETE CASCADE,
        seq integer NOT NULL,
        sender_id uuid NOT NULL,
        sender_name text NOT NULL,
        key uuid NOT NULL,
        text text NOT NULL,
        sent_at timestamptz(3) NOT NULL,
        reply_to integer,
        mentions uuid[] NOT NULL DEFAULT '{}',
        call jsonb,
        edited_at timestamptz(3),
        deleted_at timestamptz(3),
        change integer NOT NULL DEFAULT 0,
        PRIMARY KEY (conversation_id, seq),
        UNIQUE (conversation_id, sender_id, key)
      )`);
  await runner.query('CREATE INDEX messages_change ON messages (conversation_id, change) WHERE change > 0');
  // Without a dictionary of one language, since nobody says which one a message is in. Source: PostgreSQL 12.6.
  await runner.query(`CREATE INDEX messages_words ON messages USING gin (to_tsvector('simple', text))`);
  await runner.query(`
      CREATE TABLE message_reactions (
        conversation_id uuid NOT NULL,
        seq integer NOT NULL,
        identity_id uuid NOT NULL,
        reaction text NOT NULL,
        reacted_at timestamptz(3) NOT NULL,
        PRIMARY KEY (conversation_id, seq, reaction, identity_id),
        FOREIGN KEY (conversation_id, seq) REFERENCES messages (conversation_id, seq) ON DELETE CASCADE
      )`);
}
