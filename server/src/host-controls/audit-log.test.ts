import { expect, it } from '@jest/globals';
import 'reflect-metadata';
import { MeetingId, RoomId } from '#contracts';
import { ManualClock, silentLog } from '#kernel';
import { MeetingFacts } from '../meetings/meeting-fact.js';
import { AuditLog } from './audit-log.js';
import type { HostActRecord } from './host-act-records.js';

const meetingId = MeetingId.parse('00000000-0000-4000-8000-000000000001');
const roomId = RoomId.parse('00000000-0000-4000-8000-000000000002');

it('writes every act in order, through a database that is away for a while', async () => {
  const facts = new MeetingFacts((fault) => {
    throw fault;
  });
  const clock = new ManualClock(1_000);
  const written: HostActRecord[] = [];
  let isAway = true;
  const records = {
    add: async (acts: readonly HostActRecord[]) => {
      if (isAway) throw new Error('away');
      written.push(...acts);
    },
    of: async () => written,
  };
  const log = new AuditLog(facts, records, clock, silentLog);
  log.onModuleInit();
  for (const act of ['locked', 'muted-all', 'ended'] as const) {
    facts.tell({ meetingId, roomId, atMs: clock.nowMs(), fact: { kind: 'host.acted', act } });
    await log.written();
  }
  facts.tell({ meetingId, roomId, atMs: 1, fact: { kind: 'lobby.changed', waiting: [] } });
  expect(written).toEqual([]);
  isAway = false;
  clock.advance(60_000);
  await log.written();
  expect(written.map(({ act }) => act)).toEqual(['locked', 'muted-all', 'ended']);
  expect(new Set(written.map(({ actId }) => actId)).size).toBe(3);
});
