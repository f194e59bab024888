import { expect, it } from '@jest/globals';
import { Refusal, type ConversationId, type IdentityId } from '#contracts';
import { diceOf, ManualClock, silentLog } from '#kernel';
import { ChatFacts } from './chat-fact.js';
import type { Marks } from './chat-records.js';
import { ReceiptKeeper } from './receipts.js';

const HERE = 'c' as ConversationId;
const READERS = ['a', 'b', 'c', 'd'] as IdentityId[];
const MARK_COUNT = 10_000;
const LAST_SEQ = 5_000;
const SECOND_MS = 1_000;

/** Merges as the database does, and notes who was written when. */
class FakeRecords {
  readonly writtenAtMs = new Map<IdentityId, number[]>();
  readonly stored = new Map<IdentityId, Marks>();
  isAway = false;
  readonly #clock: ManualClock;

  constructor(clock: ManualClock) {
    this.#clock = clock;
  }

  async mark(_: ConversationId, marks: readonly Marks[]): Promise<readonly Marks[]> {
    if (this.isAway) throw new Refusal('unavailable', 'No database.');
    return marks.map((mark) => this.#merge(mark));
  }

  #merge({ identityId, deliveredSeq, readSeq }: Marks): Marks {
    const before = this.stored.get(identityId);
    const merged = {
      identityId,
      deliveredSeq: Math.max(before?.deliveredSeq ?? 0, deliveredSeq),
      readSeq: Math.max(before?.readSeq ?? 0, readSeq),
    };
    this.stored.set(identityId, merged);
    this.writtenAtMs.set(identityId, [...(this.writtenAtMs.get(identityId) ?? []), this.#clock.monotonicMs()]);
    return merged;
  }
}

it(`${MARK_COUNT} marks in any order, repeated and late, rise to the highest, with a write per person and second`, async () => {
  const clock = new ManualClock();
  const records = new FakeRecords(clock);
  const facts = new ChatFacts((fault) => {
    throw fault;
  });
  const told = new Map<IdentityId, number[]>();
  facts.listen(({ fact }) => {
    if (fact.kind !== 'receipts') return;
    for (const { identityId, readSeq } of fact.receipts)
      told.set(identityId, [...(told.get(identityId) ?? []), readSeq]);
  });
  const keeper = new ReceiptKeeper({ records, facts, clock, log: silentLog });
  const dice = diceOf(7);
  const highest = new Map<IdentityId, number>();
  for (let count = 0; count < MARK_COUNT; count += 1) {
    const identityId = READERS[Math.floor(dice() * READERS.length)] as IdentityId;
    const readSeq = 1 + Math.floor(dice() * LAST_SEQ);
    highest.set(identityId, Math.max(highest.get(identityId) ?? 0, readSeq));
    const mark = { identityId, deliveredSeq: readSeq, readSeq };
    for (let times = dice() < 0.1 ? 2 : 1; times > 0; times -= 1) keeper.mark(HERE, { identityIds: [] }, mark);
    // The database is away for a while now and then.
    if (count % 1_000 === 0) records.isAway = count % 3_000 === 0;
    clock.advance(Math.floor(dice() * 5));
    if (count % 20 === 0) await new Promise((resolve) => void setImmediate(resolve));
  }
  records.isAway = false;
  for (let second = 0; second < 3; second += 1) {
    clock.advance(SECOND_MS);
    await new Promise((resolve) => void setImmediate(resolve));
  }
  expect(new Map([...records.stored].map(([identityId, { readSeq }]) => [identityId, readSeq]))).toEqual(highest);
  for (const seqs of told.values()) expect(seqs).toEqual(seqs.toSorted((one, other) => one - other));
  for (const timesMs of records.writtenAtMs.values()) {
    const gapsMs = timesMs.slice(1).map((atMs, index) => atMs - (timesMs[index] ?? 0));
    expect(Math.min(...gapsMs)).toBeGreaterThanOrEqual(SECOND_MS);
  }
});
