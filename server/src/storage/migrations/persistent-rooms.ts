import type { MigrationInterface, QueryRunner } from 'typeorm';

export class PersistentRooms1763700300000 implements MigrationInterface {
  readonly name = 'PersistentRooms1763700300000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE rooms
        ADD COLUMN kind text NOT NULL DEFAULT 'instant',
        ADD COLUMN title text,
        ADD COLUMN chosen jsonb NOT NULL DEFAULT '{}',
        ADD COLUMN password_hash text,
        ADD COLUMN archived_at timestamptz(3)`);
    await runner.query('ALTER TABLE rooms ALTER COLUMN kind DROP DEFAULT, ALTER COLUMN chosen DROP DEFAULT');
    await runner.query('CREATE INDEX rooms_owner ON rooms (host_identity_id, last_used_at)');
    await runner.query(`
      CREATE TABLE room_members (
        member_id uuid PRIMARY KEY,
        room_id uuid NOT NULL REFERENCES rooms (room_id) ON DELETE CASCADE,
        email text NOT NULL,
        role text NOT NULL,
        added_at timestamptz(3) NOT NULL,
        UNIQUE (room_id, email)
      )`);
    await runner.query('CREATE INDEX room_members_email ON room_members (email)');
    await runner.query(`
      CREATE TABLE room_links (
        link_id uuid PRIMARY KEY,
        room_id uuid NOT NULL REFERENCES rooms (room_id) ON DELETE CASCADE,
        label text,
        created_at timestamptz(3) NOT NULL,
        expires_at timestamptz(3)
      )`);
    await runner.query('CREATE INDEX room_links_room ON room_links (room_id)');
    await runner.query(`
      CREATE TABLE room_link_entries (
        link_id uuid NOT NULL REFERENCES room_links (link_id) ON DELETE CASCADE,
        identity_id uuid NOT NULL,
        PRIMARY KEY (link_id, identity_id)
      )`);
    await runner.query(`
      CREATE TABLE room_password_entries (
        room_id uuid NOT NULL REFERENCES rooms (room_id) ON DELETE CASCADE,
        identity_id uuid NOT NULL,
        PRIMARY KEY (room_id, identity_id)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['room_password_entries', 'room_link_entries', 'room_links', 'room_members']) {
      await runner.query(`DROP TABLE ${table}`);
    }
    await runner.query('DROP INDEX rooms_owner');
    await runner.query(`
      ALTER TABLE rooms DROP COLUMN kind, DROP COLUMN title, DROP COLUMN chosen, DROP COLUMN password_hash,
        DROP COLUMN archived_at`);
  }
}
