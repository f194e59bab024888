import type { MigrationInterface, QueryRunner } from 'typeorm';

/** TypeORM orders migrations by the timestamp at the end of the class's name. */
export class Rooms1763700000000 implements MigrationInterface {
  readonly name = 'Rooms1763700000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE rooms (
        room_id uuid PRIMARY KEY,
        host_identity_id uuid NOT NULL,
        created_at timestamptz(3) NOT NULL,
        last_used_at timestamptz(3) NOT NULL,
        ended_at timestamptz(3)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE rooms');
  }
}
