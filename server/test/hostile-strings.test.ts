import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  CHAT_TEXT_MAX_UNITS,
  FILE_NAME_MAX_UNITS,
  FileUpload,
  NAME_MAX_UNITS,
  type ConversationId,
  type GuestIssued,
  type RoomId,
} from '#contracts';
import { FakeHost } from './support/fake-host.js';
import { HOSTILE_STRINGS } from './support/hostile-strings.js';
import { eventually, World, type Person } from './support/world.js';

const MANY = { maxCount: 100_000, windowMs: 1_000 };

let world: World;
let host: FakeHost;
let owner: GuestIssued;
let roomId: RoomId;
let hana: Person;
let gus: Person;
let conversationId: ConversationId;

beforeAll(async () => {
  world = await World.open({}, { identityViolations: MANY, addressReads: MANY });
  host = new FakeHost();
  await host.dial(world.url);
  owner = await world.guest();
  await eventually(() => host.askedFor('host.describe').length === 0 && 'the question what the host is');
  roomId = await world.room(owner);
  hana = await world.joined(roomId, owner);
  gus = await world.joined(roomId);
  conversationId = (await hana.ask('chat.open', { roomId })).conversation.conversationId;
  await gus.ask('chat.open', { roomId });
});
afterAll(async () => {
  host.hangUp();
  await world.close();
});

/** What was refused on account of the text itself, and nothing else. */
async function orRefused<T>(asked: Promise<T>): Promise<T | 'invalid-input'> {
  return asked.catch((thrown: { code?: string }) => {
    expect(thrown.code).toBe('invalid-input');
    return 'invalid-input' as const;
  });
}

/** Names: trimmed, not empty, and without what hides or turns others; or refused. */
function nameOf(text: string): string | undefined {
  const name = text.trim();
  const isFit = name !== '' && name.length <= NAME_MAX_UNITS && !/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(name);
  return isFit ? name : undefined;
}

/** Messages: as they were written, but for NUL and halves of characters. */
function messageOf(text: string): string | undefined {
  const isFit = text.length <= CHAT_TEXT_MAX_UNITS && text.trim() !== '';
  return isFit ? text.toWellFormed().replaceAll('\u0000', '\uFFFD') : undefined;
}

describe(`${HOSTILE_STRINGS.length} hostile strings`, () => {
  it('are two hundred at least', () => {
    expect(new Set(HOSTILE_STRINGS).size).toBeGreaterThanOrEqual(200);
  });

  it('as messages are stored and told as text, unchanged but for what cannot be stored, or refused whole', async () => {
    const expected: string[] = [];
    for (const text of HOSTILE_STRINGS) {
      const answer = await orRefused(hana.ask('chat.send', { conversationId, key: randomUUID(), text }));
      const kept = messageOf(text);
      expect({ text, isRefused: answer === 'invalid-input' }).toEqual({ text, isRefused: kept === undefined });
      if (kept !== undefined) expected.push(kept);
    }
    const told = () => gus.all('chat.said').flatMap(({ messages }) => messages.map(({ text }) => text));
    await eventually(() => told().length < expected.length && `${expected.length - told().length} messages`);
    expect(told()).toEqual(expected);
    const rows = await world.query<{ text: string }>(
      'SELECT text FROM messages WHERE conversation_id = $1 ORDER BY seq',
      [conversationId],
    );
    expect(rows.map(({ text }) => text)).toEqual(expected);
  });

  it('as names are what everybody sees, or refused; nobody is left with half of one', async () => {
    const { participantId } = (gus as Person & { joined: { participantId: string } }).joined;
    let last = 'Somebody';
    for (const text of HOSTILE_STRINGS) {
      const name = nameOf(text);
      const answer = await orRefused(gus.ask('participant.rename', { name: text }));
      expect({ text, isRefused: answer === 'invalid-input' }).toEqual({ text, isRefused: name === undefined });
      last = name ?? last;
      const { participants } = await hana.ask('meeting.sync', {});
      expect(participants.find((one) => one.participantId === participantId)?.name).toBe(last);
    }
  });

  it('as titles of groups come back as they are, or are refused', async () => {
    for (const title of HOSTILE_STRINGS) {
      const withIds = [gus.guest.identityId];
      const answer = await orRefused(hana.ask('chat.start', { kind: 'group', key: randomUUID(), title, withIds }));
      expect(answer === 'invalid-input' ? undefined : answer.conversation.title).toBe(nameOf(title));
    }
  });

  it('as names of files are fit to be shown and to be saved, and reach no path', async () => {
    for (const name of HOSTILE_STRINGS) {
      const answer = await fetch(`${world.url}/api/v1/conversations/${conversationId}/files`, {
        method: 'POST',
        headers: { authorization: `Bearer ${hana.guest.token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ key: randomUUID(), name, sizeBytes: 1 }),
      });
      if (answer.status === 400) {
        expect({ name, isBounded: name.trim() !== '' && name.length <= FILE_NAME_MAX_UNITS }).toMatchObject({
          isBounded: false,
        });
        continue;
      }
      const { fileId } = FileUpload.parse(await answer.json());
      const [row] = await world.query<{ name: string }>('SELECT name FROM chat_files WHERE file_id = $1', [fileId]);
      expect(row?.name).not.toMatch(/[/\\\p{Cc}\u202a-\u202e\u2066-\u2069\u200e\u200f]|^\./u);
      expect(row!.name.length).toBeLessThanOrEqual(FILE_NAME_MAX_UNITS);
      expect(row!.name.isWellFormed()).toBe(true);
    }
  });
});

describe('what is not the sender’s to say', () => {
  /** Everything that a conversation consists of. */
  const everything = () =>
    world.query(
      `SELECT (SELECT json_agg(m ORDER BY m.conversation_id, m.seq) FROM messages m)::text AS messages,
        (SELECT json_agg(c ORDER BY c.conversation_id) FROM conversations c)::text AS conversations,
        (SELECT count(*)::int FROM message_reactions) AS reactions`,
    );

  it('is refused, and changes nothing', async () => {
    const { seq } = await hana.ask('chat.send', { conversationId, key: randomUUID(), text: 'mine' });
    const stranger = await world.joined(await world.room(owner));
    const { code: lobby } = { code: 'not-found' };
    const before = await everything();
    const key = randomUUID();
    const raw = (by: Person, name: string, input: object) =>
      by.browser.timeout(4_000).emitWithAck(name as never, ...([input] as never[])) as Promise<{
        ok: boolean;
        error?: { code: string };
      }>;
    const message = { conversationId, key, text: 'hello' };
    const tries: readonly (readonly [Person, string, object, string])[] = [
      // Over the limit, from the future, in another's name.
      [gus, 'chat.send', { ...message, text: 'x'.repeat(CHAT_TEXT_MAX_UNITS + 1) }, 'invalid-input'],
      [gus, 'chat.send', { ...message, sentAtMs: Date.now() + 86_400_000 }, 'invalid-input'],
      [gus, 'chat.send', { ...message, fromId: owner.identityId }, 'invalid-input'],
      [gus, 'chat.send', { ...message, seq: seq + 10 }, 'invalid-input'],
      [gus, 'chat.send', { ...message, replyTo: -1 }, 'invalid-input'],
      [gus, 'chat.send', { ...message, text: '' }, 'invalid-input'],
      [gus, 'chat.edit', { conversationId, seq: seq + 10, text: 'x' }, 'not-found'],
      [gus, 'chat.delete', { conversationId, seq: seq + 10 }, 'not-found'],
      [gus, 'chat.react', { conversationId, seq: seq + 10, reaction: '👍', isOn: true }, 'not-found'],
      [gus, 'chat.edit', { conversationId, seq, text: 'not mine' }, 'forbidden'],
      [gus, 'chat.delete', { conversationId, seq }, 'forbidden'],
      // In a conversation that one is not in, or that there is not.
      [stranger, 'chat.send', message, lobby],
      [stranger, 'chat.edit', { conversationId, seq, text: 'x' }, lobby],
      [stranger, 'chat.delete', { conversationId, seq }, lobby],
      [stranger, 'chat.react', { conversationId, seq, reaction: '👍', isOn: true }, lobby],
      [stranger, 'chat.mark', { conversationId, readSeq: seq }, lobby],
      [gus, 'chat.send', { ...message, conversationId: randomUUID() }, lobby],
    ];
    for (const [by, name, input, code] of tries) {
      const reply = await raw(by, name, input);
      expect({ name, input, code: reply.error?.code }).toEqual({ name, input, code });
    }
    expect(await everything()).toEqual(before);
  });

  it('as an answer to what was not said yet answers nothing, and a mark beyond the end is one at the end', async () => {
    const { seq } = await gus.ask('chat.send', {
      conversationId,
      key: randomUUID(),
      text: 'early',
      replyTo: 1_000_000,
    });
    const { messages } = await hana.ask('chat.range', { conversationId, fromSeq: seq, toSeq: seq });
    expect(messages[0]).not.toHaveProperty('replyTo');
    await gus.ask('chat.mark', { conversationId, readSeq: 1_000_000 });
    const own = () =>
      hana
        .all('chat.receipts')
        .flatMap(({ receipts }) => receipts)
        .findLast(({ identityId }) => identityId === gus.guest.identityId);
    await eventually(() => own()?.readSeq !== seq && 'the mark');
    expect(own()?.readSeq).toBe(seq);
  });

  it('calls nobody who is not there', async () => {
    const outsider = await world.person();
    const mentions = [hana.guest.identityId, outsider.guest.identityId, hana.guest.identityId];
    const { seq } = await gus.ask('chat.send', { conversationId, key: randomUUID(), text: '@Hana', mentions });
    const { messages } = await hana.ask('chat.range', { conversationId, fromSeq: seq, toSeq: seq });
    expect(messages[0]?.mentions).toEqual([hana.guest.identityId]);
  });
});
