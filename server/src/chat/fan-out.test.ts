import { expect, it } from '@jest/globals';
import type { ChatMessage, ConversationId, IdentityId } from '#contracts';
import { ManualClock } from '#kernel';
import { ChatFacts } from './chat-fact.js';
import { FanOut } from './fan-out.js';

const HERE = 'c' as ConversationId;

function setUp(tellingTakesMs = 0) {
  const clock = new ManualClock();
  const facts = new ChatFacts((fault) => {
    throw fault;
  });
  const told: number[][] = [];
  facts.listen(({ fact }) => {
    clock.advance(tellingTakesMs);
    if (fact.kind === 'said') told.push(fact.messages.map(({ seq }) => seq));
  });
  const fanOut = new FanOut(facts, clock);
  const tell = (...seqs: readonly number[]) => fanOut.tell(HERE, { identityIds: [] }, seqs.map(message));
  return { clock, told, tell };
}

function message(seq: number): ChatMessage {
  const fromId = 's' as IdentityId;
  return { seq, key: `${seq}`, fromId, fromName: 'S', text: 't', sentAtMs: 1, mentions: [], reactions: [] };
}

it('tells the first at once, the next ones together, and each once', () => {
  const { clock, told, tell } = setUp();
  tell(1);
  expect(told).toEqual([[1]]);
  tell(3);
  tell(2, 4);
  tell(2);
  expect(told).toEqual([[1]]);
  clock.advance(20);
  expect(told).toEqual([[1], [2, 3, 4]]);
  tell(5);
  clock.advance(20);
  expect(told.at(-1)).toEqual([5]);
  clock.advance(20);
  tell(6);
  expect(told.at(-1)).toEqual([6]);
});

it('tells no more than a page at once', () => {
  const { told, tell } = setUp();
  tell(...Array.from({ length: 250 }, (_, index) => index + 1));
  expect(told.map(({ length }) => length)).toEqual([100, 100, 50]);
});

it.each([
  { tookMs: 8, restMs: 12 },
  { tookMs: 40, restMs: 30 },
])('counts the time that telling takes, $tookMs ms, and rests $restMs ms after it', ({ tookMs, restMs }) => {
  const { clock, told, tell } = setUp(tookMs);
  tell(1);
  tell(2);
  clock.advance(restMs - 1);
  expect(told).toEqual([[1]]);
  clock.advance(1);
  expect(told).toEqual([[1], [2]]);
});
