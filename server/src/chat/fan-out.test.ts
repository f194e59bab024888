import { expect, it } from '@jest/globals';
import type { ChatMessage, ConversationId, IdentityId } from '#contracts';
import { ManualClock } from '#kernel';
import { ChatFacts } from './chat-fact.js';
import { FanOut } from './fan-out.js';

const HERE = 'c' as ConversationId;

function setUp() {
  const clock = new ManualClock();
  const facts = new ChatFacts((fault) => {
    throw fault;
  });
  const told: number[][] = [];
  facts.listen(({ fact }) => void (fact.kind === 'said' && told.push(fact.messages.map(({ seq }) => seq))));
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
