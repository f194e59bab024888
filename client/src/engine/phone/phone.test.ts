import { beforeEach, expect, it } from '@jest/globals';
import { Call, CallId, RING_MS, RoomId } from '#contracts';
import { ManualClock } from '#kernel';
import { CONVERSATION, OTHER, SELF } from '../chat/fake-chat.js';
import { FakeSignal, refusing } from '../fakes/fake-signal.js';
import { turns } from '../fakes/turns.js';
import type { CallEntrance } from './model.js';
import { Phone } from './phone.js';

const CALL = CallId.parse('aaaaaaaa-0000-4000-8000-000000000001');
const ROOM = RoomId.parse('bbbbbbbb-0000-4000-8000-000000000001');

let clock: ManualClock;
let signal: FakeSignal;
let phone: Phone;
let entrances: CallEntrance[];

beforeEach(async () => {
  clock = new ManualClock(1_000_000);
  signal = new FakeSignal();
  signal.answers['call.current'] = () => ({ calls: [], places: [] });
  signal.open();
  phone = new Phone({ clock, random: () => 0, onFault: (fault) => expect(fault).toBeUndefined() });
  entrances = [];
  phone.onEntrance((entrance) => entrances.push(entrance));
  phone.attach(signal, SELF.identityId);
  await turns();
});

/** A call of the other one to oneself, or with `traits` any. */
function call(traits: Partial<Call> = {}): Call {
  return Call.parse({
    callId: CALL,
    conversationId: CONVERSATION,
    media: 'video',
    callerId: OTHER.identityId,
    callerName: OTHER.name,
    state: 'ringing',
    startedAtMs: 1_000_000,
    ringsUntilMs: 1_000_000 + RING_MS,
    callees: [{ identityId: SELF.identityId, state: 'ringing' }],
    ...traits,
  });
}

const own = (traits: Partial<Call> = {}): Call =>
  call({
    callerId: SELF.identityId,
    callerName: SELF.name,
    callees: [{ identityId: OTHER.identityId, state: 'ringing' }],
    ...traits,
  });
const callee = (state: Call['callees'][number]['state'], message?: string): Pick<Call, 'callees'> => ({
  callees: [{ identityId: OTHER.identityId, state, ...(message === undefined ? {} : { message }) }],
});
const rings = () => phone.incoming.get().map(({ callId }) => callId);

async function dial(): Promise<void> {
  signal.answers['call.start'] = ({ callId }) => ({ call: own({ callId: CallId.parse(callId) }), roomId: ROOM });
  await phone.dial(CONVERSATION, 'video');
}
const dialled = (): Call => {
  const outgoing = phone.outgoing.get();
  if (outgoing?.kind !== 'ringing') throw new Error('It does not ring.');
  return outgoing.call;
};

it('rings until it is answered on another device, declined, or over', () => {
  for (const after of [
    call({ state: 'running', callees: [{ identityId: SELF.identityId, state: 'accepted' }] }),
    call({ state: 'ended', outcome: 'cancelled', callees: [{ identityId: SELF.identityId, state: 'missed' }] }),
  ]) {
    phone.take({ name: 'call.rings', payload: { call: call(), roomId: ROOM } });
    phone.take({ name: 'call.rings', payload: { call: call(), roomId: ROOM } });
    expect(rings()).toEqual([CALL]);
    phone.take({ name: 'call.changed', payload: { call: after } });
    expect(rings()).toEqual([]);
  }
});

it('stops by itself when the word of the end was lost, and asks what rings after each connection', async () => {
  phone.take({ name: 'call.rings', payload: { call: call(), roomId: ROOM } });
  clock.advance(RING_MS + 5_000);
  expect(rings()).toEqual([]);

  phone.take({ name: 'call.rings', payload: { call: call(), roomId: ROOM } });
  phone.detach();
  expect(rings()).toEqual([CALL]);
  phone.attach(signal, SELF.identityId);
  await turns();
  expect(rings()).toEqual([]);
  signal.answers['call.current'] = () => ({ calls: [call()], places: [{ callId: CALL, roomId: ROOM }] });
  phone.attach(signal, SELF.identityId);
  await turns();
  // Where it takes place is known for getting ready; it is not one's own call yet.
  expect([rings(), phone.roomOf(CALL), phone.inRooms.get().size]).toEqual([[CALL], ROOM, 0]);
});

it('leads into the meeting once a call is accepted, and stays ringing when that did not work', async () => {
  phone.take({ name: 'call.rings', payload: { call: call(), roomId: ROOM } });
  signal.answers['call.accept'] = refusing('unavailable');
  await expect(phone.accept(call())).rejects.toMatchObject({ code: 'unavailable' });
  expect([rings(), entrances]).toEqual([[CALL], []]);

  signal.answers['call.accept'] = () => ({ call: call({ state: 'running' }), roomId: ROOM });
  await phone.accept(call({ media: 'audio' }));
  expect([rings(), entrances]).toEqual([[], [{ roomId: ROOM, conversationId: CONVERSATION, media: 'audio' }]]);
});

it('brings the caller into the meeting when somebody accepts', async () => {
  await dial();
  const ringing = dialled();
  phone.take({ name: 'call.changed', payload: { call: { ...ringing, state: 'running', ...callee('accepted') } } });
  expect([phone.outgoing.get(), entrances]).toEqual([
    undefined,
    [{ roomId: ROOM, conversationId: CONVERSATION, media: 'video' }],
  ]);
  expect(phone.running.get().get(CONVERSATION)?.callId).toBe(ringing.callId);
});

it.each(['declined', 'busy', 'missed'] as const)(
  'shows that a call was %s, with what was said, until it is put away',
  async (why) => {
    await dial();
    const ended: Call = { ...dialled(), state: 'ended', outcome: why, ...callee(why, 'later') };
    phone.take({ name: 'call.changed', payload: { call: ended } });
    expect(phone.outgoing.get()).toMatchObject({ kind: 'over', why, message: 'later' });
    await phone.hangUp();
    expect([phone.outgoing.get(), signal.inputsOf('call.hangUp')]).toEqual([undefined, []]);
  },
);

it('gives up what it dials, also when the answer to dialling comes later than the giving up', async () => {
  await dial();
  const { callId } = dialled();
  await phone.hangUp();
  expect([phone.outgoing.get(), signal.inputsOf('call.hangUp')]).toEqual([undefined, [{ callId }]]);

  let answer: (roomId: RoomId) => void = () => undefined;
  signal.answers['call.start'] = ({ callId: id }) =>
    new Promise((resolve) => (answer = (roomId) => resolve({ call: own({ callId: CallId.parse(id) }), roomId })));
  const dialling = phone.dial(CONVERSATION, 'audio');
  await phone.hangUp();
  answer(ROOM);
  await dialling;
  expect([phone.outgoing.get(), signal.inputsOf('call.hangUp').length, entrances]).toEqual([undefined, 2, []]);
});

it('comes at once into a call that runs in the conversation already, and says so when nothing could be dialled', async () => {
  signal.answers['call.start'] = () => ({ call: call({ state: 'running', callees: [] }), roomId: ROOM });
  await phone.dial(CONVERSATION, 'video');
  expect([phone.outgoing.get(), entrances.length]).toEqual([undefined, 1]);

  signal.answers['call.start'] = refusing('timeout');
  await phone.dial(CONVERSATION, 'video');
  expect(phone.outgoing.get()).toMatchObject({ kind: 'over', why: 'failed' });
});

it('knows in which room a call is that one has taken, after a reload too, and adds people to it', async () => {
  const running = (...more: Call['callees']) =>
    call({ state: 'running', callees: [{ identityId: SELF.identityId, state: 'accepted' }, ...more] });
  const others = () => phone.inRooms.get().get(ROOM)?.callees.slice(1);
  signal.answers['call.accept'] = () => ({ call: running(), roomId: ROOM });
  await phone.accept(call());
  expect(others()).toEqual([]);

  const ringing = { identityId: OTHER.identityId, state: 'ringing' } as const;
  signal.answers['call.add'] = () => ({ call: running(ringing) });
  await phone.add(CALL, [OTHER.identityId]);
  expect([others(), signal.inputsOf('call.add')]).toEqual([
    [ringing],
    [{ callId: CALL, identityIds: [OTHER.identityId] }],
  ]);

  phone.detach();
  signal.answers['call.current'] = () => ({ calls: [running()], places: [{ callId: CALL, roomId: ROOM }] });
  phone.attach(signal, SELF.identityId);
  await turns();
  expect(others()).toEqual([]);
  phone.take({ name: 'call.changed', payload: { call: { ...running(), state: 'ended', outcome: 'answered' } } });
  expect(phone.inRooms.get().size).toBe(0);
});
