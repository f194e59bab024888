import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What single meetings of a series have otherwise, and when the first one begins, which may be before its rule has it. */
export class ScheduleExceptions1763700680000 implements MigrationInterface {
  readonly name = 'ScheduleExceptions1763700680000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE schedules ADD COLUMN exceptions jsonb NOT NULL DEFAULT '[]'");
    await runner.query('ALTER TABLE schedules ADD COLUMN begins_at timestamptz(3)');
    await runner.query('UPDATE schedules SET begins_at = starts_at');
    await runner.query('ALTER TABLE schedules ALTER COLUMN begins_at SET NOT NULL');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE schedules DROP COLUMN exceptions, DROP COLUMN begins_at');
  }
}
