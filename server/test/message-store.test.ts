import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { ConversationId, IdentityId } from '#contracts';
import { PgMessageStore } from '../src/storage/pg-message-store.js';
import { openTestDatabase, type TestDatabase } from './support/database.js';

let opened: TestDatabase;

beforeAll(async () => {
  opened = await openTestDatabase();
});
afterAll(() => opened.drop());

it('numbers without gaps or doubles while ten connections append to one conversation at once', async () => {
  const conversationId = randomUUID() as ConversationId;
  await opened.database.query(
    `INSERT INTO conversations (conversation_id, kind, created_at, last_said_at) VALUES ($1, 'group', now(), now())`,
    [conversationId],
  );
  const store = new PgMessageStore(opened.database);
  const senderId = randomUUID() as IdentityId;
  const twice = randomUUID();
  const append = async (key: string) => {
    const message = { conversationId, senderId, senderName: 'S', key, text: 'same', sentAtMs: 1, mentions: [] };
    return (await store.append([message]))[0]?.seq;
  };
  const keys = Array.from({ length: 60 }, (_, n) => (n % 3 === 0 ? twice : randomUUID()));
  const seqs = await Promise.all(keys.map(append));
  // Forty of their own, and twenty times the same one.
  expect([...new Set(seqs)].toSorted((a = 0, b = 0) => a - b)).toEqual(Array.from({ length: 41 }, (_, n) => n + 1));
  expect(new Set(keys.flatMap((key, n) => (key === twice ? [seqs[n]] : []))).size).toBe(1);
});
