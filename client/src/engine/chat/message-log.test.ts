import { expect, it } from '@jest/globals';
import { array, assert, integer, property } from 'fast-check';
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
