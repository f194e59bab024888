import type { MigrationInterface, QueryRunner } from 'typeorm';

export class MessageTopics1763700660000 implements MigrationInterface {
  readonly name = 'MessageTopics1763700660000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE messages ADD COLUMN topic text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE messages DROP COLUMN topic');
  }
}
