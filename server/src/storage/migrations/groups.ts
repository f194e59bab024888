import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Groups1763700670000 implements MigrationInterface {
  readonly name = 'Groups1763700670000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE conversations ADD COLUMN owner_id uuid');
    // Whoever made a group stands in what it is found by.
    await runner.query(`UPDATE conversations SET owner_id = split_part(found_by, ':', 2)::uuid WHERE kind = 'group'`);
    // Where what a member may read begins.
    await runner.query('ALTER TABLE conversation_members ADD COLUMN from_seq integer NOT NULL DEFAULT 1');
    await runner.query('ALTER TABLE messages ADD COLUMN group_change jsonb');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE messages DROP COLUMN group_change');
    await runner.query('ALTER TABLE conversation_members DROP COLUMN from_seq');
    await runner.query('ALTER TABLE conversations DROP COLUMN owner_id');
  }
}
