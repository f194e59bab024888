import { expect, it } from '@jest/globals';
import { array, assert, constantFrom, integer, property, tuple } from 'fast-check';
import { said } from './fake-chat.js';
import { MessageLog } from './message-log.js';

const seqs = (log: MessageLog) => log.messages.map(({ seq }) => seq);
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => said(from + at));

it('opens with the latest page, and older ones come before it', () => {
  const log = new MessageLog();
  log.open(range(51, 100), { firstSeq: 1, lastSeq: 100 });
  expect([log.fromSeq, log.toSeq, log.hasOlder, log.hole]).toEqual([51, 100, true, undefined]);
  log.prepend(range(1, 50), false);
  expect([seqs(log).length, log.hasOlder]).toEqual([100, false]);
});

it('knows the beginning by a page that is not full, where old messages were removed', () => {
  const log = new MessageLog();
  log.open(range(51, 100), { firstSeq: 1, lastSeq: 100 });
  log.prepend(range(40, 50), true);
  expect([log.fromSeq, log.hasOlder]).toEqual([40, false]);
});

it('opens an empty conversation, and one whose messages are all gone', () => {
  const empty = new MessageLog();
  empty.open([], { firstSeq: 1, lastSeq: 0 });
  expect([empty.toSeq, empty.hasOlder, empty.hole]).toEqual([0, false, undefined]);
  empty.take([said(1)]);
  expect(seqs(empty)).toEqual([1]);

  const pruned = new MessageLog();
  pruned.open([], { firstSeq: 1, lastSeq: 70 });
  expect([pruned.hasOlder, pruned.hole]).toEqual([false, undefined]);
  pruned.take([said(71)]);
  expect(seqs(pruned)).toEqual([71]);
});

it('holds back what comes after a hole and says which numbers are missing', () => {
  const log = new MessageLog();
  log.open(range(1, 3), { firstSeq: 1, lastSeq: 3 });
  log.take([said(6), said(9)]);
  expect([seqs(log), log.hole]).toEqual([[1, 2, 3], { fromSeq: 4, toSeq: 5 }]);
  log.cover({ fromSeq: 4, toSeq: 5 }, [said(4), said(5)]);
  expect([seqs(log), log.hole]).toEqual([[1, 2, 3, 4, 5, 6], { fromSeq: 7, toSeq: 8 }]);
  // 7 was removed by the retention setting: it is no hole any more.
  log.cover({ fromSeq: 7, toSeq: 8 }, [said(8)]);
  expect([seqs(log), log.toSeq]).toEqual([[1, 2, 3, 4, 5, 6, 8, 9], 9]);
});

it('asks for at most a hundred at a time', () => {
  const log = new MessageLog();
  log.open([said(1)], { firstSeq: 1, lastSeq: 1 });
  log.take([said(500)]);
  expect(log.hole).toEqual({ fromSeq: 2, toSeq: 101 });
});

it('mends a short absence, and begins anew after a long one', () => {
  const log = new MessageLog();
  log.open(range(1, 10), { firstSeq: 1, lastSeq: 10 });
  log.open(range(61, 110), { firstSeq: 1, lastSeq: 110 });
  expect([log.fromSeq, log.hole]).toEqual([1, { fromSeq: 11, toSeq: 60 }]);
  log.open(range(4_951, 5_000), { firstSeq: 1, lastSeq: 5_000 });
  expect([log.fromSeq, log.toSeq, log.hasOlder, log.hole]).toEqual([4_951, 5_000, true, undefined]);
});

it('keeps a change although an older copy comes after it', () => {
  const log = new MessageLog();
  log.open(range(51, 60), { firstSeq: 1, lastSeq: 60 });
  log.change(said(60, { text: 'edited' }));
  log.take([said(60)]);
  log.change(said(20, { text: 'edited too' }));
  log.prepend(range(1, 50), false);
  expect([log.at(60)?.text, log.at(20)?.text]).toEqual(['edited', 'edited too']);
  expect(log.messages.find(({ seq }) => seq === 20)?.text).toBe('edited too');
});

it('comes to the same list in whatever order and however often messages come', () => {
  const deliveries = array(integer({ min: 1, max: 40 }), { maxLength: 120 });
  assert(
    property(deliveries, (order) => {
      const log = new MessageLog();
      log.open([], { firstSeq: 1, lastSeq: 0 });
      for (const seq of order) log.take([said(seq)]);
      for (let hole = log.hole; hole !== undefined; hole = log.hole) log.cover(hole, range(hole.fromSeq, hole.toSeq));
      const last = Math.max(0, ...order);
      expect(seqs(log)).toEqual(range(1, last).map(({ seq }) => seq));
    }),
  );
});

it('keeps what is near to what somebody looks at, counts what comes after it, and goes on from there', () => {
  const log = new MessageLog();
  log.open(range(1, 100), { firstSeq: 1, lastSeq: 100 });
  log.look(50);
  log.take(range(101, 1_050));
  expect([log.fromSeq, log.toSeq, log.hasNewer, log.hole, log.reachedSeq]).toEqual([1, 600, true, undefined, 1_050]);
  log.take(range(1_051, 1_060));
  expect([log.messages.length, log.heardSeq]).toEqual([600, 1_060]);
  for (let from = 601; log.hasNewer; from += 100) {
    const stretch = { fromSeq: from, toSeq: Math.min(from + 99, 1_060) };
    log.append(stretch, range(stretch.fromSeq, stretch.toSeq));
  }
  expect([log.toSeq, log.hasOlder, log.reachedSeq]).toEqual([1_060, true, 1_060]);
  log.take([said(1_061)]);
  expect(log.toSeq).toBe(1_061);
});

it('follows what is said while nobody looks back, and lets go of the oldest', () => {
  const log = new MessageLog();
  log.open([], { firstSeq: 1, lastSeq: 0 });
  for (const message of range(1, 5_000)) log.take([message]);
  expect([log.toSeq, log.hasOlder, log.hasNewer, log.hole]).toEqual([5_000, true, false, undefined]);
  expect(log.messages.length).toBeLessThanOrEqual(1_000);
});

it('shows another window, and is at the end again with the one that reaches it', () => {
  const log = new MessageLog();
  log.open(range(901, 1_000), { firstSeq: 1, lastSeq: 1_000 });
  log.show({ fromSeq: 1, toSeq: 100 }, range(1, 100), false);
  expect([seqs(log).length, log.fromSeq, log.hasOlder, log.hasNewer]).toEqual([100, 1, false, true]);
  log.take([said(1_001)]);
  log.open(range(1_011, 1_060), { firstSeq: 1, lastSeq: 1_060 });
  expect([log.toSeq, log.heardSeq, log.reachedSeq]).toEqual([100, 1_060, 1_001]);
  log.show({ fromSeq: 1_011, toSeq: 1_060 }, range(1_011, 1_060), true);
  expect([log.fromSeq, log.toSeq, log.hasNewer, log.reachedSeq]).toEqual([1_011, 1_060, false, 1_060]);
});

it('never keeps more than a thousand, and never a hole, whatever is fetched and looked at', () => {
  const step = tuple(constantFrom('older', 'newer', 'said', 'look', 'go', 'end'), integer({ min: 1, max: 3_000 }));
  assert(
    property(array(step, { maxLength: 60 }), (steps) => {
      const log = new MessageLog();
      log.open(range(1_951, 2_000), { firstSeq: 1, lastSeq: 2_000 });
      for (const [what, at] of steps) {
        const { fromSeq, toSeq, heardSeq } = log;
        if (what === 'older') log.prepend(range(Math.max(1, fromSeq - 100), fromSeq - 1), fromSeq <= 101);
        else if (what === 'said') log.take(range(heardSeq + 1, heardSeq + 40));
        else if (what === 'look') log.look(Math.min(toSeq, fromSeq + at));
        else if (what === 'end' && log.hasNewer)
          log.show({ fromSeq: heardSeq - 49, toSeq: heardSeq }, range(heardSeq - 49, heardSeq), true);
        else if (what === 'go' && at + 99 <= heardSeq)
          log.show({ fromSeq: at, toSeq: at + 99 }, range(at, at + 99), false);
        else if (what === 'newer' && log.hasNewer) {
          const stretch = { fromSeq: toSeq + 1, toSeq: Math.min(heardSeq, toSeq + 50) };
          log.append(stretch, range(stretch.fromSeq, stretch.toSeq));
        }
        const shown = seqs(log);
        expect(shown).toEqual(range(log.fromSeq, log.toSeq).map(({ seq }) => seq));
        expect(shown.length).toBeLessThanOrEqual(1_000);
        expect(log.hasNewer || log.toSeq === log.heardSeq).toBe(true);
      }
    }),
    { numRuns: 30 },
  );
});
