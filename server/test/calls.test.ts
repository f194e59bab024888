import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CallId, type GuestIssued } from '#contracts';
import { FakeHost } from './support/fake-host.js';
import { signedIn } from './support/stage.js';
import { eventually, World, type Person } from './support/world.js';

let world: World;
let host: FakeHost;

beforeAll(async () => {
  world = await World.open();
  host = new FakeHost();
  await host.dial(world.url);
  await eventually(() => host.askedFor('host.describe').length === 0 && 'the question what the host is');
});
afterAll(async () => {
  host.hangUp();
  await world.close();
});

const newCallId = () => CallId.parse(randomUUID());

/** Two who have a conversation, and the second device of the one who is called. */
async function pair() {
  const owner: GuestIssued = await world.guest();
  const roomId = await world.room(owner);
  const hana = await world.joined(roomId, owner);
  const gus = await world.joined(roomId);
  const { conversation } = await hana.ask('chat.start', { kind: 'direct', withId: gus.guest.identityId });
  await hana.ask('meeting.leave', {});
  await gus.ask('meeting.leave', {});
  const phone = await world.person(gus.guest);
  return { hana, gus, phone, conversationId: conversation.conversationId };
}

function rings(person: Person): Promise<void> {
  return eventually(() => person.all('call.rings').length === 0 && 'the ringing');
}

describe('a call', () => {
  it('rings on all devices, is the first one’s to accept, and is a meeting that both can join', async () => {
    const { hana, gus, phone, conversationId } = await pair();
    const callId = newCallId();
    const wish = { conversationId, callId, media: 'video' } as const;
    const { call, roomId } = await hana.ask('call.start', wish);
    expect(await hana.ask('call.start', wish)).toEqual({ call, roomId });
    await Promise.all([rings(gus), rings(phone)]);
    expect(hana.all('call.rings')).toEqual([]);
    expect((await phone.ask('call.current', {})).calls).toEqual([call]);

    const outcomes = await Promise.allSettled([
      gus.ask('call.accept', { callId }),
      phone.ask('call.accept', { callId }),
    ]);
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(outcomes.find((one) => one.status === 'rejected')).toMatchObject({ reason: { code: 'conflict' } });
    const winner = outcomes[0]?.status === 'fulfilled' ? gus : phone;
    await eventually(() => hana.all('call.changed').at(-1)?.call.state !== 'running' && 'the acceptance');
    await eventually(() => phone.all('call.changed').at(-1)?.acceptedOn !== winner.browser.id && 'who accepted');

    await hana.join(roomId);
    const joined = await winner.join(roomId);
    expect(joined.snapshot.participants).toHaveLength(2);
    await winner.ask('meeting.leave', {});
    await hana.ask('meeting.leave', {});
    await eventually(() => hana.all('call.changed').at(-1)?.call.state !== 'ended' && 'the end');
    await eventually(() => hana.all('chat.said').length === 0 && 'the entry');
    const { messages } = await gus.ask('chat.open', { conversationId });
    expect(messages).toMatchObject([
      { key: callId, text: '', fromId: hana.guest.identityId, call: { callId, media: 'video', outcome: 'answered' } },
    ]);
    expect((await gus.ask('call.current', {})).calls).toEqual([]);
  });

  it('of two who call each other at once is one', async () => {
    const { hana, gus, conversationId } = await pair();
    const [one, other] = await Promise.all([
      hana.ask('call.start', { conversationId, callId: newCallId(), media: 'audio' }),
      gus.ask('call.start', { conversationId, callId: newCallId(), media: 'audio' }),
    ]);
    expect(other.call.callId).toBe(one.call.callId);
    expect(other.roomId).toBe(one.roomId);
    expect(one.call.state === 'running' || other.call.state === 'running').toBe(true);
  });

  it('can be declined with a message, and stands in the conversation', async () => {
    const { hana, gus, phone, conversationId } = await pair();
    const callId = newCallId();
    await hana.ask('call.start', { conversationId, callId, media: 'audio' });
    await rings(gus);
    await gus.ask('call.decline', { callId, message: 'Later' });
    await eventually(() => phone.all('call.changed').at(-1)?.call.state !== 'ended' && 'the end on the phone');
    expect(hana.all('call.changed').at(-1)?.call).toMatchObject({
      outcome: 'declined',
      callees: [{ message: 'Later' }],
    });
    await eventually(() => hana.all('chat.said').length === 0 && 'the entry');
    expect(hana.all('chat.said')[0]?.messages).toMatchObject([
      { call: { callId, outcome: 'declined', durationMs: 0 } },
    ]);
    await expect(phone.ask('call.accept', { callId })).rejects.toMatchObject({ code: 'not-found' });
  });

  it('can be given up by who calls, and by nobody else', async () => {
    const { hana, gus, conversationId } = await pair();
    const callId = newCallId();
    await hana.ask('call.start', { conversationId, callId, media: 'audio' });
    await expect(gus.ask('call.hangUp', { callId })).rejects.toMatchObject({ code: 'forbidden' });
    await hana.ask('call.hangUp', { callId });
    await eventually(() => gus.all('call.changed').at(-1)?.call.outcome !== 'cancelled' && 'the end');
  });

  it('to somebody who is in another call finds them busy', async () => {
    const { hana, gus, conversationId } = await pair();
    const ida = await world.joined(await world.room(hana.guest));
    const there = await world.person(gus.guest);
    await there.join(ida.joined.snapshot.roomId);
    const { conversation } = await ida.ask('chat.start', { kind: 'direct', withId: gus.guest.identityId });
    const callId = newCallId();
    await hana.ask('call.start', { conversationId, callId, media: 'audio' });
    await gus.ask('call.accept', { callId });
    const { call } = await ida.ask('call.start', {
      conversationId: conversation.conversationId,
      callId: newCallId(),
      media: 'audio',
    });
    expect(call).toMatchObject({ state: 'ended', outcome: 'busy', callees: [{ state: 'busy' }] });
  });

  it('is nobody’s business who is not in the conversation', async () => {
    const { hana, conversationId } = await pair();
    const callId = newCallId();
    await hana.ask('call.start', { conversationId, callId, media: 'audio' });
    const stranger = await world.person();
    const refused = { code: 'not-found' };
    await expect(
      stranger.ask('call.start', { conversationId, callId: newCallId(), media: 'audio' }),
    ).rejects.toMatchObject(refused);
    await expect(stranger.ask('call.accept', { callId })).rejects.toMatchObject(refused);
    await expect(stranger.ask('call.decline', { callId })).rejects.toMatchObject(refused);
    expect((await stranger.ask('call.current', {})).calls).toEqual([]);
  });
});

/** Two with accounts in a call of theirs, and a third whom both have met. */
async function inCall() {
  const [owner, second, third] = [await signedIn(world), await signedIn(world), await signedIn(world)];
  const met = await world.room(owner);
  const [hana, gus, ida] = [
    await world.joined(met, owner),
    await world.joined(met, second),
    await world.joined(met, third),
  ];
  const { conversation } = await hana.ask('chat.start', { kind: 'direct', withId: gus.guest.identityId });
  for (const person of [hana, gus, ida]) await person.ask('meeting.leave', {});
  const callId = newCallId();
  const wish = { conversationId: conversation.conversationId, callId, media: 'audio' } as const;
  const { roomId } = await hana.ask('call.start', wish);
  await gus.ask('call.accept', { callId });
  await hana.join(roomId);
  await gus.join(roomId);
  return { hana, gus, ida, callId, roomId, conversationId: conversation.conversationId };
}

const add = (callId: CallId, ...people: readonly Person[]) => ({
  callId,
  identityIds: people.map(({ guest }) => guest.identityId),
});
const calleeOf = (person: Person, { guest }: Person) =>
  person
    .all('call.changed')
    .at(-1)
    ?.call.callees.find(({ identityId }) => identityId === guest.identityId);

describe('somebody who is in a call', () => {
  it('brings in others whom they have met, and what becomes of it stands between the two', async () => {
    const { hana, gus, ida, callId, roomId, conversationId } = await inCall();
    expect((await gus.ask('call.current', {})).places).toEqual([{ callId, roomId }]);
    await gus.ask('call.add', add(callId, ida, hana));
    await rings(ida);
    expect(hana.all('call.rings')).toEqual([]);
    expect((await ida.ask('call.current', {})).places).toEqual([{ callId, roomId }]);
    await ida.ask('call.decline', { callId, message: 'Not now' });
    expect((await ida.ask('call.current', {})).places).toEqual([]);
    await eventually(() => calleeOf(hana, ida)?.message !== 'Not now' && 'the refusal');
    await eventually(() => ida.all('chat.said').length === 0 && 'the entry');
    const [said] = ida.all('chat.said');
    expect(said?.messages).toMatchObject([
      { fromId: gus.guest.identityId, call: { callId, outcome: 'declined', durationMs: 0 } },
    ]);
    expect((await ida.ask('chat.list', {})).conversations).toMatchObject([
      { conversation: { conversationId: said?.conversationId, kind: 'direct' } },
    ]);
    await expect(ida.ask('chat.open', { conversationId })).rejects.toMatchObject({ code: 'not-found' });

    await hana.ask('call.add', add(callId, ida));
    await eventually(() => ida.all('call.rings').length < 2 && 'the second ringing');
    const admission = await ida.ask('call.accept', { callId });
    expect(admission.roomId).toBe(roomId);
    expect((await ida.join(roomId)).snapshot.participants).toHaveLength(3);
    await ida.ask('meeting.leave', {});
    await hana.ask('meeting.leave', {});
    // It has grown, so the last one stays until they leave themselves.
    await gus.ask('meeting.leave', {});
    await eventually(() => ida.all('chat.said').length < 2 && 'the entry of the one who came');
    expect(ida.all('chat.said')[1]?.messages).toMatchObject([
      { fromId: hana.guest.identityId, call: { outcome: 'answered' } },
    ]);
    const inTheirs = () => gus.all('chat.said').filter((said) => said.conversationId === conversationId);
    await eventually(() => inTheirs().length === 0 && 'the entry of the call');
    const { messages } = await gus.ask('chat.open', { conversationId });
    expect(messages).toMatchObject([{ key: callId, call: { outcome: 'answered' } }]);
    expect(ida.all('chat.said')).toHaveLength(2);
  });

  it('cannot bring in strangers, and nobody else can bring in anybody', async () => {
    const { hana, gus, ida, callId } = await inCall();
    const stranger = await world.person(await signedIn(world));
    const guest = await world.joined(await world.room(hana.guest));
    for (const one of [stranger, guest])
      await expect(hana.ask('call.add', add(callId, ida, one))).rejects.toMatchObject({ code: 'forbidden' });
    for (const one of [ida, stranger])
      await expect(one.ask('call.add', add(callId, stranger))).rejects.toMatchObject({ code: 'not-found' });
    const toldCount = hana.all('call.changed').length;
    await gus.ask('meeting.leave', {});
    await eventually(() => hana.all('call.changed').length === toldCount && 'his having left');
    expect(hana.all('call.changed').at(-1)?.call.leftIds).toEqual([gus.guest.identityId]);
    await expect(gus.ask('call.add', add(callId, ida))).rejects.toMatchObject({ code: 'not-found' });
    expect(ida.all('call.rings')).toEqual([]);
  });

  it('of two is not left alone by who hangs up; whose connection is lost is waited for', async () => {
    const { hana, gus, callId } = await inCall();
    gus.browser.disconnect();
    await eventually(() => hana.all('participant.changed').length === 0 && 'the loss');
    const back = await world.person(gus.guest);
    const { places } = await back.ask('call.current', {});
    await back.join(places[0]!.roomId);
    expect(hana.all('meeting.ended')).toEqual([]);
    await hana.ask('meeting.leave', {});
    await eventually(() => back.all('participant.left').length === 0 && 'the hanging up');
    // His lost seat and his present one are both his: he is alone.
    await eventually(() => back.all('meeting.ended').length === 0 && 'the end for the other');
    await eventually(() => back.all('call.changed').at(-1)?.call.state !== 'ended' && 'the end of the call');
    expect(back.all('call.changed').at(-1)?.call).toMatchObject({ callId, outcome: 'answered' });
  });
});
