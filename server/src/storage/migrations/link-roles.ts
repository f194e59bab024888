import type { MigrationInterface, QueryRunner } from 'typeorm';

export class LinkRoles1763700630000 implements MigrationInterface {
  readonly name = 'LinkRoles1763700630000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE room_links ADD COLUMN role text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE room_links DROP COLUMN role');
  }
}
