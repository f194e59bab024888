import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ConversationId } from '#contracts';
import { FakeHost } from './support/fake-host.js';
import { eventually, World, type Person } from './support/world.js';

let world: World;
let host: FakeHost;
/** Everybody has met everybody, but for Sam. */
let hana: Person;
let gus: Person;
let ida: Person;
let sam: Person;

beforeAll(async () => {
  world = await World.open({}, { identityGroupChanges: { maxCount: 100, windowMs: 60_000 } });
  host = new FakeHost();
  await host.dial(world.url);
  await eventually(() => host.askedFor('host.describe').length === 0 && 'the question what the host is');
  const owner = await world.guest();
  const roomId = await world.room(owner);
  hana = await world.joined(roomId, owner);
  gus = await world.joined(roomId);
  ida = await world.joined(roomId);
  sam = await world.person();
  for (const person of [hana, gus, ida]) await person.ask('meeting.leave', {});
});
afterAll(async () => {
  host.hangUp();
  await world.close();
});

const idOf = ({ guest }: Person) => guest.identityId;

/** A group of Hana's with Gus in it. */
async function group(): Promise<ConversationId> {
  const wish = { kind: 'group' as const, key: randomUUID(), title: 'Choir', withIds: [idOf(gus)] };
  const { conversation } = await hana.ask('chat.start', wish);
  expect(conversation.ownerId).toBe(idOf(hana));
  return conversation.conversationId;
}

const say = (person: Person, conversationId: ConversationId, text: string) =>
  person.ask('chat.send', { conversationId, key: randomUUID(), text });
const told = (person: Person, conversationId: ConversationId) =>
  person
    .all('chat.said')
    .filter((said) => said.conversationId === conversationId)
    .flatMap(({ messages }) => messages);
const listed = async (person: Person, conversationId: ConversationId) =>
  (await person.ask('chat.list', {})).conversations.find((one) => one.conversation.conversationId === conversationId);

describe('a group', () => {
  it('gets another name from its owner, which all are told and nobody has to read', async () => {
    const conversationId = await group();
    await hana.ask('group.rename', { conversationId, title: 'Chamber choir' });
    await hana.ask('group.rename', { conversationId, title: 'Chamber choir' });
    await eventually(
      () => !gus.all('group.changed').some((one) => one.conversationId === conversationId) && 'the change',
    );
    expect(told(gus, conversationId)).toMatchObject([
      { fromId: idOf(hana), text: '', groupChange: { kind: 'renamed', title: 'Chamber choir' } },
    ]);
    expect((await listed(gus, conversationId))?.conversation).toMatchObject({
      title: 'Chamber choir',
      lastSeq: 1,
      unreadCount: 0,
    });
    const { seq } = told(gus, conversationId)[0]!;
    const refused = hana.ask('chat.edit', { conversationId, seq, text: 'Not I' });
    await expect(refused).rejects.toMatchObject({ code: 'conflict' });
  });

  it('is read by who is added from there on, and by who is removed no more', async () => {
    const conversationId = await group();
    await say(hana, conversationId, 'before the flood');
    await hana.ask('group.add', { conversationId, identityIds: [idOf(ida), idOf(gus)] });
    await eventually(() => ida.all('chat.opened').length === 0 && 'the opening');
    const { messages, conversation } = await ida.ask('chat.open', { conversationId });
    expect(messages).toMatchObject([{ groupChange: { kind: 'added', people: [{ identityId: idOf(ida) }] } }]);
    expect(conversation).toMatchObject({ firstSeq: 2, unreadCount: 0 });
    expect((await ida.ask('chat.range', { conversationId, fromSeq: 1, toSeq: 2 })).messages).toHaveLength(1);
    expect((await ida.ask('chat.search', { words: 'flood' })).hits).toEqual([]);
    await say(ida, conversationId, 'after the flood');
    expect((await gus.ask('chat.search', { words: 'flood', conversationId })).hits).toHaveLength(2);

    await hana.ask('group.remove', { conversationId, identityId: idOf(ida) });
    await eventually(
      () => !ida.all('chat.closed').some((one) => one.conversationId === conversationId) && 'the closing',
    );
    const heardCount = told(ida, conversationId).length;
    await say(hana, conversationId, 'among ourselves');
    await eventually(() => told(gus, conversationId).at(-1)?.text !== 'among ourselves' && 'the message');
    expect(told(ida, conversationId)).toHaveLength(heardCount);
    const gone = { code: 'not-found' };
    await expect(ida.ask('chat.open', { conversationId })).rejects.toMatchObject(gone);
    await expect(ida.ask('chat.range', { conversationId, fromSeq: 2, toSeq: 3 })).rejects.toMatchObject(gone);
    await expect(say(ida, conversationId, 'still here')).rejects.toMatchObject(gone);
    await expect(ida.ask('call.start', { conversationId, callId: randomUUID(), media: 'audio' })).rejects.toMatchObject(
      gone,
    );
    expect(await listed(ida, conversationId)).toBeUndefined();
    expect((await ida.ask('chat.search', { words: 'flood' })).hits).toEqual([]);
    expect(told(gus, conversationId)).toContainEqual(
      expect.objectContaining({
        groupChange: { kind: 'removed', person: expect.objectContaining({ identityId: idOf(ida) }) },
      }),
    );
  });

  it('is changed by nobody but its owner, and strangers are not brought in', async () => {
    const conversationId = await group();
    const [forbidden, gone] = [{ code: 'forbidden' }, { code: 'not-found' }];
    const tries = (person: Person, identityId = idOf(ida)) => [
      person.ask('group.rename', { conversationId, title: 'Mine' }),
      person.ask('group.add', { conversationId, identityIds: [identityId] }),
      person.ask('group.remove', { conversationId, identityId: idOf(hana) }),
    ];
    for (const one of tries(gus)) await expect(one).rejects.toMatchObject(forbidden);
    for (const one of [...tries(sam), sam.ask('group.leave', { conversationId })])
      await expect(one).rejects.toMatchObject(gone);
    await expect(hana.ask('group.add', { conversationId, identityIds: [idOf(ida), idOf(sam)] })).rejects.toMatchObject(
      forbidden,
    );
    await expect(hana.ask('group.remove', { conversationId, identityId: idOf(hana) })).rejects.toMatchObject({
      code: 'invalid-input',
    });
    expect(await listed(hana, conversationId)).toMatchObject({
      conversation: { title: 'Choir', lastSeq: 0 },
      others: [{ identityId: idOf(gus) }],
    });
    const { conversation: direct } = await hana.ask('chat.start', { kind: 'direct', withId: idOf(gus) });
    const { conversationId: directId } = direct;
    await expect(hana.ask('group.leave', { conversationId: directId })).rejects.toMatchObject(gone);
  });

  it('has another owner when the first has left, and is gone with the last', async () => {
    const conversationId = await group();
    await hana.ask('group.add', { conversationId, identityIds: [idOf(ida)] });
    await gus.ask('chat.open', { conversationId });
    await hana.ask('group.leave', { conversationId });
    expect(await listed(hana, conversationId)).toBeUndefined();
    await eventually(() => told(gus, conversationId).at(-1)?.groupChange?.kind !== 'left' && 'the leaving');
    expect((await listed(gus, conversationId))?.conversation.ownerId).toBe(idOf(gus));
    await gus.ask('group.rename', { conversationId, title: 'Two of us' });
    await ida.ask('group.leave', { conversationId });
    await gus.ask('group.leave', { conversationId });
    expect(await world.query('SELECT FROM conversations WHERE conversation_id = $1', [conversationId])).toEqual([]);
  });

  it('becomes no larger than it may, whoever adds at once', async () => {
    const conversationId = await group();
    const fill = `INSERT INTO conversation_members (conversation_id, identity_id, name, opened_at)
      SELECT $1, gen_random_uuid(), 'Somebody', now() FROM generate_series(1, 98)`;
    await world.query(fill, [conversationId]);
    await expect(hana.ask('group.add', { conversationId, identityIds: [idOf(ida)] })).rejects.toMatchObject({
      code: 'limit-reached',
    });
    expect(await listed(ida, conversationId)).toBeUndefined();
  });
});
