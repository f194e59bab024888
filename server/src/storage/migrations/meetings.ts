import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Meetings1763700100000 implements MigrationInterface {
  readonly name = 'Meetings1763700100000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE meetings (
        meeting_id uuid PRIMARY KEY,
        room_id uuid NOT NULL REFERENCES rooms (room_id),
        run integer NOT NULL,
        started_at timestamptz(3) NOT NULL,
        ended_at timestamptz(3)
      )`);
    // One open meeting per room, whatever the server nodes believe; and how a room's open one is found.
    await runner.query('CREATE UNIQUE INDEX meetings_open_room ON meetings (room_id) WHERE ended_at IS NULL');
    await runner.query(`
      CREATE TABLE seats (
        participant_id uuid PRIMARY KEY,
        meeting_id uuid NOT NULL REFERENCES meetings (meeting_id),
        identity_id uuid NOT NULL,
        name text NOT NULL,
        role text NOT NULL,
        joined_at timestamptz(3) NOT NULL,
        left_at timestamptz(3),
        leave_reason text,
        token_hash text NOT NULL,
        previous_token_hash text
      )`);
    await runner.query('CREATE INDEX seats_meeting ON seats (meeting_id, joined_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE seats');
    await runner.query('DROP TABLE meetings');
  }
}
