import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Schedules1763700400000 implements MigrationInterface {
  readonly name = 'Schedules1763700400000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE schedules (
        schedule_id uuid PRIMARY KEY,
        room_id uuid NOT NULL REFERENCES rooms (room_id) ON DELETE CASCADE,
        organiser_id uuid NOT NULL REFERENCES accounts (account_id) ON DELETE CASCADE,
        title text NOT NULL,
        description text,
        starts_at timestamptz(3) NOT NULL,
        duration_ms integer NOT NULL,
        time_zone text NOT NULL,
        recurrence jsonb,
        invitees jsonb NOT NULL,
        sequence integer NOT NULL,
        changed_at timestamptz(3) NOT NULL,
        ends_at timestamptz(3) NOT NULL
      )`);
    await runner.query('CREATE INDEX schedules_organiser ON schedules (organiser_id, ends_at)');
    await runner.query('CREATE INDEX schedules_room ON schedules (room_id, ends_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE schedules');
  }
}
