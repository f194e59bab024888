import type { MigrationInterface, QueryRunner } from 'typeorm';

export class RoomBans1763700640000 implements MigrationInterface {
  readonly name = 'RoomBans1763700640000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE room_bans (
        ban_id uuid PRIMARY KEY,
        room_id uuid NOT NULL REFERENCES rooms (room_id) ON DELETE CASCADE,
        account_id uuid NOT NULL REFERENCES accounts (account_id) ON DELETE CASCADE,
        name text NOT NULL,
        banned_at timestamptz(3) NOT NULL,
        UNIQUE (room_id, account_id)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE room_bans');
  }
}
