import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ChatFiles1763700650000 implements MigrationInterface {
  readonly name = 'ChatFiles1763700650000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE messages ADD COLUMN has_files boolean NOT NULL DEFAULT false');
    await runner.query(`
      CREATE TABLE chat_files (
        file_id uuid PRIMARY KEY,
        conversation_id uuid NOT NULL,
        uploader_id uuid NOT NULL,
        -- Made by the uploader for one file.
        key uuid NOT NULL,
        name text NOT NULL,
        size_bytes bigint NOT NULL,
        offset_bytes bigint NOT NULL DEFAULT 0,
        -- Of a file whose content was found to be fit; of a picture its size.
        media_type text,
        width_px integer,
        height_px integer,
        -- The message that is to carry it, its place there, and once that message is stored its number.
        message_key uuid,
        position smallint,
        seq integer,
        -- Counts while no message carries it. What a message carried is deleted with it: it falls back, and is over by then.
        expires_at timestamptz(3) NOT NULL,
        -- Its objects are being deleted.
        is_over boolean NOT NULL DEFAULT false,
        UNIQUE (uploader_id, key),
        FOREIGN KEY (conversation_id, seq) REFERENCES messages (conversation_id, seq) ON DELETE SET NULL (seq)
      )`);
    await runner.query('CREATE INDEX chat_files_message ON chat_files (conversation_id, seq)');
    await runner.query('CREATE INDEX chat_files_expiry ON chat_files (expires_at) WHERE seq IS NULL');
    await runner.query(`
      CREATE TABLE chat_file_parts (
        object_key text PRIMARY KEY,
        file_id uuid NOT NULL REFERENCES chat_files (file_id) ON DELETE CASCADE,
        offset_bytes bigint NOT NULL,
        size_bytes integer NOT NULL,
        -- Noted before its object is written, so that no object is without a row; true once it is part of the file.
        is_stored boolean NOT NULL DEFAULT false
      )`);
    await runner.query('CREATE INDEX chat_file_parts_file ON chat_file_parts (file_id, offset_bytes)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE chat_file_parts');
    await runner.query('DROP TABLE chat_files');
    await runner.query('ALTER TABLE messages DROP COLUMN has_files');
  }
}
