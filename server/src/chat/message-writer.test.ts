import { describe, expect, it } from '@jest/globals';
import { Refusal, type ConversationId, type IdentityId } from '#contracts';
import { ManualClock, silentLog } from '#kernel';
import type { MessageStore } from './chat-records.js';
import type { Appended, NewMessage, Outgoing } from './conversation.js';
import { MessageWriter, type Stored } from './message-writer.js';

const LIMITS = { batchMaxCount: 3, gatherMs: 5, waitingMaxCount: 6, waitMaxMs: 1_000 };

/** Commits when told to, and fails with what it is told to. */
class ManualStore implements MessageStore {
  readonly batches: (readonly NewMessage[])[] = [];
  readonly #open: {
    readonly done: (appended: readonly Appended[]) => void;
    readonly fail: (fault: unknown) => void;
  }[] = [];

  append(messages: readonly NewMessage[]): Promise<readonly Appended[]> {
    this.batches.push(messages);
    return new Promise((done, fail) => void this.#open.push({ done, fail }));
  }

  async commit(): Promise<void> {
    const batch = this.batches.at(-1) ?? [];
    this.#open.shift()?.done(batch.map(({ text }, index) => ({ seq: index + 1, sentAtMs: 1, text, isChanged: false })));
    await turn();
  }

  async fail(fault: unknown): Promise<void> {
    this.#open.shift()?.fail(fault);
    await turn();
  }
}

function turn(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}

function setUp() {
  const clock = new ManualClock();
  const store = new ManualStore();
  const stored: Stored[] = [];
  const onStored = (some: readonly Stored[]) => void stored.push(...some);
  const writer = new MessageWriter({ store, clock, log: silentLog, onStored, limits: LIMITS });
  const texts = () => store.batches.map((batch) => batch.map(({ text }) => text));
  return { clock, store, stored, writer, texts };
}

function message(text: string): Outgoing {
  return {
    conversationId: 'c' as ConversationId,
    senderId: 's' as IdentityId,
    senderName: 'Somebody',
    key: text,
    text,
    sentAtMs: 1,
    mentions: [],
    sender: {},
    audience: { identityIds: [] },
  };
}

const AWAY = new Refusal('unavailable', 'away');

describe('commits', () => {
  it('begin at once after a pause, gather what comes meanwhile, and keep the order', async () => {
    const { clock, store, writer, texts } = setUp();
    const all = ['a', 'b', 'c', 'd', 'e'].map((text) => writer.append(message(text)));
    expect(texts()).toEqual([['a']]);
    await store.commit();
    // A whole batch waits, so there is nothing to gather for.
    expect(texts()).toEqual([['a'], ['b', 'c', 'd']]);
    await store.commit();
    expect(texts()).toHaveLength(2);
    clock.advance(5);
    expect(texts()).toEqual([['a'], ['b', 'c', 'd'], ['e']]);
    await store.commit();
    expect((await Promise.all(all)).map(({ text }) => text)).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('answer nobody before they are done', async () => {
    const { store, stored, writer } = setUp();
    let isAnswered = false;
    void writer.append(message('a')).then(() => (isAnswered = true));
    await turn();
    expect([isAnswered, stored]).toEqual([false, []]);
    await store.commit();
    expect(isAnswered).toBe(true);
    expect(stored).toHaveLength(1);
  });

  it('are tried again while the database is away, and given up before the sender does', async () => {
    const { clock, store, writer, texts } = setUp();
    const lucky = writer.append(message('a'));
    await store.fail(AWAY);
    clock.advance(100);
    await turn();
    expect(texts()).toEqual([['a'], ['a']]);
    await store.commit();
    expect((await lucky).seq).toBe(1);

    clock.advance(100);
    const unlucky = writer.append(message('b'));
    const outcome = unlucky.catch((fault: unknown) => fault);
    for (let attempt = 0; attempt < 20; attempt += 1) {
      await store.fail(AWAY);
      clock.advance(300);
      await turn();
    }
    expect(await outcome).toBe(AWAY);
    expect(writer.snapshot()).toEqual({ state: 'idle', waitingCount: 0 });
  });

  it('that hang keep no sender waiting, and what nobody waits for any more is not begun', async () => {
    const { clock, store, writer, texts } = setUp();
    const outcomes = Promise.allSettled(['a', 'b'].map((text) => writer.append(message(text))));
    clock.advance(LIMITS.waitMaxMs);
    expect(await outcomes).toMatchObject([{ reason: { code: 'unavailable' } }, { reason: { code: 'unavailable' } }]);
    const later = writer.append(message('c'));
    await store.commit();
    clock.advance(5);
    await store.commit();
    expect((await later).text).toBe('c');
    expect(texts()).toEqual([['a'], ['c']]);
  });

  it('that fail for one message cost the others nothing', async () => {
    const { clock, store, writer, texts } = setUp();
    void writer.append(message('first'));
    const outcomes = Promise.allSettled(['good', 'bad', 'fine'].map((text) => writer.append(message(text))));
    await store.commit();
    clock.advance(5);
    const broken = new Error('what Postgres does not take');
    await store.fail(broken);
    await store.commit();
    await store.fail(broken);
    await store.commit();
    expect(texts().slice(1)).toEqual([['good', 'bad', 'fine'], ['good'], ['bad'], ['fine']]);
    expect((await outcomes).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('turn senders away when too many wait', async () => {
    const { writer } = setUp();
    for (let count = 0; count < 7; count += 1) writer.append(message(`${count}`)).catch(() => undefined);
    await expect(writer.append(message('one too many'))).rejects.toMatchObject({ code: 'unavailable' });
  });
});
