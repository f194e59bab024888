import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Presence1763700610000 implements MigrationInterface {
  readonly name = 'Presence1763700610000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE presence (
        identity_id uuid PRIMARY KEY,
        last_active_at timestamptz(3),
        is_visible boolean NOT NULL DEFAULT true
      ) WITH (fillfactor = 70)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE presence');
  }
}
