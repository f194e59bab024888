import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Calls1763700620000 implements MigrationInterface {
  readonly name = 'Calls1763700620000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE calls (
        call_id uuid PRIMARY KEY,
        conversation_id uuid NOT NULL REFERENCES conversations (conversation_id) ON DELETE CASCADE,
        room_id uuid NOT NULL REFERENCES rooms (room_id),
        -- Caller and callees; who of them has taken it or made it; and the whole of it, as our code has it.
        people uuid[] NOT NULL,
        taken_by uuid[] NOT NULL,
        is_over boolean NOT NULL,
        changed_at timestamptz(3) NOT NULL,
        is_ringing boolean NOT NULL,
        rings_until timestamptz(3) NOT NULL,
        body jsonb NOT NULL
      )`);
    // Two who call each other at the same moment: the second finds the first one's call.
    await runner.query('CREATE UNIQUE INDEX calls_one_at_a_time ON calls (conversation_id) WHERE NOT is_over');
    await runner.query('CREATE INDEX calls_people ON calls USING gin (people) WHERE NOT is_over');
    await runner.query('CREATE INDEX calls_room ON calls (room_id) WHERE NOT is_over');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE calls');
  }
}
