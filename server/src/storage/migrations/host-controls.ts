import type { MigrationInterface, QueryRunner } from 'typeorm';

export class HostControls1763700110000 implements MigrationInterface {
  readonly name = 'HostControls1763700110000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE seats ADD COLUMN is_guest boolean NOT NULL DEFAULT true');
    await runner.query('ALTER TABLE seats ADD COLUMN spoken_ms bigint NOT NULL DEFAULT 0');
    // One document per meeting: it is read and written whole, by the meeting's owner alone.
    await runner.query(`
      CREATE TABLE meeting_states (
        meeting_id uuid PRIMARY KEY REFERENCES meetings (meeting_id),
        state jsonb NOT NULL
      )`);
    await runner.query(`
      CREATE TABLE host_acts (
        act_id uuid PRIMARY KEY,
        meeting_id uuid NOT NULL,
        at timestamptz(3) NOT NULL,
        order_in_meeting bigint GENERATED ALWAYS AS IDENTITY,
        act text NOT NULL,
        actor_id uuid,
        actor_name text,
        target_id uuid,
        target_name text,
        detail text
      )`);
    await runner.query('CREATE INDEX host_acts_meeting ON host_acts (meeting_id, at)');
    await runner.query('CREATE INDEX meetings_room ON meetings (room_id, started_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX meetings_room');
    await runner.query('DROP TABLE host_acts');
    await runner.query('DROP TABLE meeting_states');
    await runner.query('ALTER TABLE seats DROP COLUMN spoken_ms');
    await runner.query('ALTER TABLE seats DROP COLUMN is_guest');
  }
}
