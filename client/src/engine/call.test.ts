/** @jest-environment node */
import { beforeEach, expect, it } from '@jest/globals';
import { RoomView, type ConsumerOffer, type Participant } from '#contracts';
import { ManualClock } from '#kernel';
import { Call } from './call.js';
import { Unreachable } from './failure.js';
import { fakeCallPorts } from './fakes/fake-call-ports.js';
import { FakeHardware } from './fakes/fake-hardware.js';
import { CAPABILITIES, FakeRtc } from './fakes/fake-rtc.js';
import { FakeSignal, refusing } from './fakes/fake-signal.js';
import { consumerId, offer, person, personId, ROOM, session, snapshot } from './fakes/samples.js';
import { turns } from './fakes/turns.js';
import type { Joined } from './seat/seating.js';
import { MemoryKeyValues } from './storage.js';

let clock: ManualClock;
let hardware: FakeHardware;
let signal: FakeSignal;
let rtc: FakeRtc;
let tabStorage: MemoryKeyValues;
let storage: MemoryKeyValues;
let changeNetwork: () => void;
let endPage: () => void;
let faults: unknown[];
let shownPasswords: string[];

/** A room that anybody may join. */
const OPEN = { needsPassword: false, isLobbyOn: false, isLocked: false };

beforeEach(() => {
  clock = new ManualClock();
  hardware = new FakeHardware();
  tabStorage = new MemoryKeyValues();
  storage = new MemoryKeyValues();
  faults = [];
  shownPasswords = [];
});

function makeCall(
  lookUp: () => Promise<RoomView> = async () =>
    RoomView.parse({ roomId: ROOM, isHost: false, ...OPEN, routerRtpCapabilities: CAPABILITIES.rtpCapabilities }),
  unfit?: 'insecure',
): Call {
  rtc = new FakeRtc();
  signal = new FakeSignal();
  signal.answers['meeting.join'] = () => joinedAs(1);
  const ports = fakeCallPorts({ clock, hardware, rtc, signal, storage, getRoom: lookUp });
  return new Call(ROOM, {
    ...ports,
    api: { ...ports.api, enterRoom: async (_, password) => void shownPasswords.push(password) },
    tabStorage,
    network: {
      listen: (changed) => {
        changeNetwork = changed;
        return () => undefined;
      },
    },
    pageEnd: {
      listen: (ending) => {
        endPage = ending;
        return () => undefined;
      },
    },
    unfitness: () => unfit,
    onFault: (fault) => faults.push(fault),
  });
}

interface Seated {
  readonly sessionCount?: number;
  readonly seq?: number;
  readonly others?: readonly Participant[];
  readonly self?: Partial<Participant>;
  readonly consumers?: readonly ConsumerOffer[];
}

/** The answer to a join or a resume, for the person of a number. */
function joinedAs(count: number, more: Seated = {}): Joined {
  return {
    participantId: personId(count),
    resumeToken: `resume-token-of-person-${count}`,
    snapshot: snapshot(more.seq ?? 5, [person(count, more.self), ...(more.others ?? [])]),
    iceServers: [],
    media: session(more.sessionCount ?? 1, more.consumers),
  };
}

const SENDING = [
  { source: 'microphone' as const, isPaused: false },
  { source: 'camera' as const, isPaused: false },
];

async function joined(more: Seated = {}): Promise<Call> {
  const call = makeCall();
  signal.answers['meeting.join'] = () => joinedAs(1, more);
  const preparing = call.prepare();
  signal.open();
  await preparing;
  await turns();
  await call.join('Ada');
  await turns();
  expect(call.state.get()).toEqual({ kind: 'joined' });
  return call;
}

/** The requests so far, but for those of the chat and what goes on before the press of the button. */
function askedOfMeeting(): readonly string[] {
  return signal.asked.map(({ name }) => name).filter((name) => !/^(chat|seat)\.|prepare/.test(name));
}

it('joins with one message, shows who is there and sends what is on', async () => {
  const call = await joined({ others: [person(2)], consumers: [offer(1, 2, 'camera')] });
  expect(askedOfMeeting()).toEqual(['meeting.join', 'media.publish', 'media.publish']);
  expect(call.people.get().map(({ name, isSelf }) => [name, isSelf])).toEqual([
    ['Person 1', true],
    ['Person 2', false],
  ]);
  expect(call.stream(personId(2), 'camera').get()?.getTracks()).toEqual([rtc.now('recv').receivers[0]?.track]);
  expect(call.stream(personId(1), 'camera').get()).toBe(call.devices.camera.stream.get());
  expect(call.lastName).toBe('Ada');
});

it('joins without any device', async () => {
  hardware.failures.push('NotFoundError', 'NotFoundError', 'NotFoundError');
  await joined();
  expect(askedOfMeeting()).toEqual(['meeting.join']);
});

it.each([
  ['unreachable', async () => Promise.reject(new Unreachable('no'))],
  ['media-unavailable', async () => RoomView.parse({ roomId: ROOM, isHost: false, ...OPEN })],
  ['server-full', undefined],
  ['insecure', undefined], // Not the same as a browser that is too old.
] as const)('says at once why there can be no call: %s', async (why, lookUp) => {
  const call = makeCall(lookUp, why === 'insecure' ? why : undefined);
  void call.prepare();
  await turns();
  if (why === 'server-full') signal.turnDown(why);
  await turns();
  expect(call.state.get()).toEqual({ kind: 'failed', why });
  expect(hardware.opened.every(({ readyState }) => readyState === 'ended')).toBe(true);
});

it('says that the room is full at once, and can be tried again', async () => {
  const call = makeCall();
  signal.answers['meeting.join'] = refusing('room-full');
  signal.open();
  await call.prepare();
  await call.join('Ada');
  expect(call.state.get()).toEqual({ kind: 'failed', why: 'room-full' });

  const again = call.restart();
  signal.open();
  await again;
  expect(call.state.get()).toEqual({ kind: 'ready' });
});

it('takes one seat however often the join has to be sent', async () => {
  const call = makeCall();
  signal.answers['meeting.join'] = refusing('timeout');
  signal.open();
  await call.prepare();
  const joining = call.join('Ada');
  await turns();
  signal.answers['meeting.join'] = () => joinedAs(1);
  signal.drop();
  signal.open();
  clock.advance(500);
  await joining;
  const keys = signal.inputsOf('meeting.join').map(({ joinKey }) => joinKey);
  expect(keys.length).toBeGreaterThan(1);
  expect(new Set(keys).size).toBe(1);
});

it('keeps facts that come before the answer they belong to, and mends gaps', async () => {
  const call = makeCall();
  signal.open();
  await call.prepare();
  let answer: (joined: Joined) => void = () => undefined;
  signal.answers['meeting.join'] = () => new Promise((resolve) => (answer = resolve));
  const joining = call.join('Ada');
  await turns();
  signal.tell({ name: 'participant.joined', payload: { seq: 6, participant: person(2) } });
  signal.tell({ name: 'media.opened', payload: { consumers: [offer(1, 3)] } });
  answer(joinedAs(1));
  await joining;
  await turns();
  expect(call.people.get()).toHaveLength(2);
  expect(signal.inputsOf('media.ready')).toEqual([{ consumerIds: [consumerId(1)] }]);

  signal.answers['meeting.sync'] = () => snapshot(8, [person(1), person(2), person(3)]);
  signal.tell({ name: 'participant.changed', payload: { seq: 9, participant: person(2, { name: 'Grace' }) } });
  await turns();
  expect(call.people.get().map(({ name }) => name)).toEqual(['Person 1', 'Grace', 'Person 3']);
});

it('keeps its transports over a lost line, takes in what it missed and says again what is muted', async () => {
  const call = await joined({ consumers: [offer(1, 2), offer(2, 3)], others: [person(2), person(3)] });
  const { length: transportsCount } = rtc.transports;
  signal.drop();
  expect(call.state.get()).toEqual({ kind: 'reconnecting' });
  await call.devices.microphone.toggle();
  expect(rtc.now('send').sending('microphone')?.isPaused).toBe(true);

  signal.answers['meeting.resume'] = () =>
    joinedAs(1, {
      seq: 20,
      self: { sources: SENDING },
      others: [person(3), person(4)],
      consumers: [offer(2, 3), offer(3, 4)],
    });
  signal.open();
  await turns();

  expect(call.state.get()).toEqual({ kind: 'joined' });
  expect(signal.inputsOf('meeting.resume')).toMatchObject([{ participantId: personId(1), hasTransports: true }]);
  expect(rtc.transports).toHaveLength(transportsCount);
  expect(rtc.now('recv').receivers.map(({ isClosed }) => isClosed)).toEqual([true, false, false]);
  expect(call.stream(personId(2), 'microphone').get()).toBeUndefined();
  expect(signal.inputsOf('media.setPaused')).toEqual([{ source: 'microphone', isPaused: true }]);
  expect(signal.inputsOf('media.renew')).toEqual([]);
});

it('builds anew when the server lost the transports, and stays muted', async () => {
  const call = await joined();
  await call.devices.microphone.toggle();
  await turns();
  signal.drop();
  signal.answers['meeting.resume'] = () => joinedAs(1, { sessionCount: 2 });
  signal.open();
  await turns();
  expect(rtc.transports.map(({ state }) => state.get())).toEqual(['closed', 'closed', 'new', 'new']);
  const published = signal.inputsOf('media.publish').slice(2);
  expect(published.map(({ source, isPaused }) => [source, isPaused])).toEqual([
    ['camera', false],
    ['microphone', true],
  ]);
  expect(rtc.now('send').sending('microphone')?.isPaused).toBe(true);
});

it('stays muted when the media host is replaced, and only a press unmutes', async () => {
  const call = await joined();
  await call.devices.microphone.toggle();
  signal.tell({ name: 'media.replaced', payload: { media: session(2, [offer(9, 2)]) } });
  await turns();
  expect(rtc.now('send').sending('microphone')?.isPaused).toBe(true);
  expect(rtc.now('send').sending('camera')?.isPaused).toBe(false);
  await call.devices.microphone.toggle();
  await turns();
  expect(rtc.now('send').sending('microphone')?.isPaused).toBe(false);
  expect(signal.inputsOf('media.setPaused').at(-1)).toEqual({ source: 'microphone', isPaused: false });
});

it('takes another seat by itself when its own is lost, and keeps sending', async () => {
  const call = await joined();
  const [first] = signal.inputsOf('meeting.join');
  signal.drop();
  signal.answers['meeting.resume'] = refusing('seat-lost');
  signal.answers['meeting.join'] = () => joinedAs(7, { sessionCount: 3 });
  signal.open();
  await turns();
  const [, second] = signal.inputsOf('meeting.join');
  expect(second?.joinKey).not.toBe(first?.joinKey);
  expect(call.people.get()).toMatchObject([{ participantId: personId(7), isSelf: true }]);
  expect(rtc.now('send').sending('camera')).toBeDefined();
});

it.each([
  ['meeting-ended', { kind: 'over', why: 'ended' }],
  ['not-found', { kind: 'over', why: 'ended' }],
  ['unauthenticated', { kind: 'over', why: 'signed-out' }],
] as const)('is over when coming back is refused with %s', async (code, state) => {
  const call = await joined();
  signal.drop();
  signal.answers['meeting.resume'] = refusing(code);
  signal.open();
  await turns();
  expect(call.state.get()).toEqual(state);
  expect(hardware.opened.every(({ readyState }) => readyState === 'ended')).toBe(true);
  expect(signal.inputsOf('meeting.join')).toHaveLength(1);
});

it('goes on trying while the server has trouble, and gives up after minutes', async () => {
  const call = await joined();
  signal.drop();
  signal.answers['meeting.resume'] = refusing('unavailable');
  signal.open();
  for (let count = 0; count < 5; count += 1) {
    await turns();
    clock.advance(3_000);
  }
  await turns();
  expect(call.state.get()).toEqual({ kind: 'reconnecting' });
  expect(signal.inputsOf('meeting.resume').length).toBeGreaterThan(3);
  clock.advance(5 * 60_000);
  expect(call.state.get()).toEqual({ kind: 'over', why: 'lost' });
});

it('takes its seat back after a reload, and the link again when the meeting of before is over', async () => {
  await joined();
  const reloaded = makeCall();
  signal.answers['meeting.resume'] = () => joinedAs(1, { sessionCount: 2 });
  signal.open();
  await reloaded.prepare();
  await reloaded.join('Ada');
  expect(signal.asked[0]).toMatchObject({
    name: 'meeting.resume',
    input: { participantId: personId(1), resumeToken: 'resume-token-of-person-1', hasTransports: false },
  });
  expect(signal.inputsOf('meeting.join')).toEqual([]);

  const later = makeCall();
  signal.answers['meeting.resume'] = refusing('meeting-ended');
  signal.open();
  await later.prepare();
  await later.join('Ada');
  expect(signal.inputsOf('meeting.join')).toHaveLength(1);
});

it('goes straight back in after a reload, with what was off still off, and says goodbye before', async () => {
  const call = await joined();
  await call.devices.camera.toggle();
  await turns();
  endPage();
  expect(signal.asked.at(-1)?.name).toBe('meeting.part');

  const reloaded = makeCall();
  signal.answers['meeting.resume'] = () => joinedAs(1, { sessionCount: 2 });
  signal.open();
  const preparing = reloaded.prepare();
  expect(reloaded.state.get()).toEqual({ kind: 'joining', isReturning: true });
  await preparing;
  await turns();
  expect(reloaded.state.get()).toEqual({ kind: 'joined' });
  expect(reloaded.devices.camera.state.get()).toEqual({ kind: 'off' });
  expect(reloaded.devices.microphone.state.get()).toEqual({ kind: 'live' });
  expect(signal.inputsOf('meeting.resume')).toHaveLength(1);
});

it('joins anew by itself after a reload that took longer than the seat was kept', async () => {
  await joined();
  endPage();
  const reloaded = makeCall();
  signal.answers['meeting.resume'] = refusing('seat-lost');
  signal.open();
  await reloaded.prepare();
  await turns();
  expect(reloaded.state.get()).toEqual({ kind: 'joined' });
  expect(signal.inputsOf('meeting.join')).toMatchObject([{ name: 'Ada' }]);
});

it('comes back by itself after a reload while no server answered', async () => {
  await joined();
  endPage();
  let isAway = true;
  const found = RoomView.parse({
    roomId: ROOM,
    isHost: false,
    ...OPEN,
    routerRtpCapabilities: CAPABILITIES.rtpCapabilities,
  });
  const reloaded = makeCall(async () => (isAway ? Promise.reject(new Unreachable('no')) : found));
  signal.answers['meeting.resume'] = refusing('seat-lost');
  await reloaded.prepare();
  clock.advance(3_000);
  await turns();
  expect(reloaded.state.get()).toEqual({ kind: 'joining', isReturning: true });
  isAway = false;
  clock.advance(3_000);
  signal.open();
  await turns();
  await turns();
  expect(reloaded.state.get()).toEqual({ kind: 'joined' });
});

it('asks first who comes back later, by a duplicated tab, or after having left', async () => {
  const call = await joined();
  const [line, end] = [signal, endPage];
  const duplicate = makeCall();
  signal.open();
  await duplicate.prepare();
  expect(duplicate.state.get()).toEqual({ kind: 'ready' });

  end();
  clock.advance(61_000);
  const late = makeCall();
  signal.open();
  await late.prepare();
  expect(late.state.get()).toEqual({ kind: 'ready' });

  signal = line;
  void call.leave();
  end();
  const after = makeCall();
  signal.open();
  await after.prepare();
  expect(after.state.get()).toEqual({ kind: 'ready' });
});

it('is another person under another name', async () => {
  await joined();
  const reloaded = makeCall();
  signal.answers['meeting.resume'] = () => joinedAs(1);
  signal.open();
  await reloaded.prepare();
  await reloaded.join('Grace');
  expect(signal.asked.map(({ name }) => name).slice(0, 3)).toEqual(['meeting.resume', 'meeting.leave', 'meeting.join']);
});

it.each([
  [{ name: 'meeting.ended', payload: { seq: 9, reason: 'by-host' } }, 'ended'],
  [{ name: 'seat.taken', payload: {} }, 'moved'],
  [{ name: 'participant.left', payload: { seq: 6, participantId: personId(1), reason: 'removed' } }, 'removed'],
] as const)('ends with the reason it is told: %j', async (event, why) => {
  const call = await joined();
  signal.tell(event);
  expect(call.state.get()).toEqual({ kind: 'over', why });
  expect(signal.state.get()).toEqual({ kind: 'closed' });
  expect(rtc.transports.every(({ state }) => state.get() === 'closed')).toBe(true);
  expect(tabStorage.getItem('parley.seat')).toBeNull();
});

it('leaves at once, tells the server only that, and lets everything go', async () => {
  const call = await joined();
  const { length: before } = signal.asked;
  const leaving = call.leave();
  expect(call.state.get()).toEqual({ kind: 'over', why: 'left' });
  await leaving;
  expect(signal.asked.slice(before).map(({ name }) => name)).toEqual(['meeting.leave']);
  expect(signal.state.get()).toEqual({ kind: 'closed' });
  expect(hardware.opened.every(({ readyState }) => readyState === 'ended')).toBe(true);
});

it('shows how well people come in, and asks who hears whom', async () => {
  const call = await joined({ others: [person(2), person(3)] });
  const [, second, third] = call.people.get();
  signal.tell({ name: 'media.quality', payload: { people: [{ participantId: personId(2), score: 2 }] } });
  expect(call.people.get()[1]).toMatchObject({ ...second, quality: 2 });
  expect(call.people.get()[2]).toBe(third);
  signal.answers['media.audibility'] = () => ({
    listeners: [{ participantId: personId(3), fault: 'playout-blocked' }],
  });
  expect((await call.insight.audibility(personId(2))).listeners).toHaveLength(1);
  expect(signal.inputsOf('media.audibility')).toEqual([{ speakerId: personId(2) }]);
});

it('asks for new paths when the network changed, as soon as the line is back', async () => {
  await joined();
  for (const transport of rtc.transports) transport.state.set('connected');
  signal.answers['meeting.resume'] = () => joinedAs(1, { self: { sources: SENDING } });
  const { iceParameters } = session(1).send;
  signal.answers['media.restartIce'] = () => ({ iceParameters });
  changeNetwork();
  expect(signal.reconnectsCount).toBe(1);
  signal.open();
  await turns();
  expect(signal.inputsOf('media.restartIce')).toEqual([{ direction: 'recv' }, { direction: 'send' }]);
  expect(rtc.transports.map(({ iceRestartsCount }) => iceRestartsCount)).toEqual([1, 1]);
});

it('renews transports that nothing mends, at most once in ten seconds', async () => {
  await joined();
  signal.answers['media.restartIce'] = refusing('timeout');
  const renewedMs: number[] = [];
  signal.answers['media.renew'] = () => {
    renewedMs.push(clock.monotonicMs());
    return { media: session(renewedMs.length + 1) };
  };
  for (let seconds = 0; seconds < 60; seconds += 1) {
    for (const direction of ['send', 'recv'] as const) rtc.now(direction).state.set('failed');
    clock.advance(1_000);
    await turns();
  }
  expect(renewedMs.length).toBeGreaterThanOrEqual(3);
  for (const [at, ms] of renewedMs.entries()) expect(ms - (renewedMs[at - 1] ?? 0)).toBeGreaterThanOrEqual(10_000);
});

it('turns a source off that the server refuses', async () => {
  const call = makeCall();
  signal.answers['media.publish'] = refusing('forbidden');
  signal.open();
  await call.prepare();
  await turns();
  await call.join('Ada');
  await turns();
  expect(call.devices.camera.state.get()).toEqual({ kind: 'failed', why: 'refused' });
  expect(call.devices.microphone.state.get()).toEqual({ kind: 'failed', why: 'refused' });
  expect(call.state.get()).toEqual({ kind: 'joined' });
});

it('leaves endForAll’s refusal to the caller', async () => {
  const call = await joined();
  signal.answers['meeting.end'] = refusing('forbidden');
  await expect(call.endForAll()).rejects.toMatchObject({ code: 'forbidden' });
  expect(call.state.get()).toEqual({ kind: 'joined' });
  signal.answers['meeting.end'] = () => {
    signal.tell({ name: 'meeting.ended', payload: { seq: 6, reason: 'by-host' } });
    return refusing('timeout')();
  };
  await call.endForAll();
  expect(call.state.get()).toEqual({ kind: 'over', why: 'ended' });
});

it('waits in the lobby for as long as it takes, knocks again on a new line, and comes in by itself', async () => {
  const call = makeCall();
  signal.answers['meeting.join'] = refusing('lobby');
  signal.answers['lobby.knock'] = () => ({ state: 'waiting' });
  signal.open();
  await call.prepare();
  await call.join('Ada');
  expect(call.state.get()).toEqual({ kind: 'waiting' });
  expect(call.people.get()).toEqual([]);

  clock.advance(60 * 60_000);
  await turns();
  signal.drop();
  signal.open();
  await turns();
  expect(call.state.get()).toEqual({ kind: 'waiting' });
  const keys = [...signal.inputsOf('lobby.knock'), ...signal.inputsOf('meeting.join')].map(({ joinKey }) => joinKey);
  expect(new Set(keys).size).toBe(1);

  signal.answers['meeting.join'] = () => joinedAs(1);
  signal.tell({ name: 'lobby.admitted', payload: {} });
  await turns();
  expect(call.state.get()).toEqual({ kind: 'joined' });
});

it('says so when a host does not let one in, and tells the server who gives up waiting', async () => {
  const call = makeCall();
  signal.answers['meeting.join'] = refusing('lobby');
  signal.answers['lobby.knock'] = () => ({ state: 'waiting' });
  signal.open();
  await call.prepare();
  await call.join('Ada');
  signal.tell({ name: 'lobby.denied', payload: {} });
  await turns();
  expect(call.state.get()).toEqual({ kind: 'over', why: 'denied' });

  const again = call.restart();
  signal.open();
  await again;
  await call.join('Ada');
  await call.leave();
  expect(signal.asked.at(-1)?.name).toBe('lobby.leave');
});

it('goes back to the lobby at a host’s word, with nothing of the meeting left, and joins with the key it was given', async () => {
  const call = await joined({ others: [person(2)] });
  signal.answers['meeting.join'] = refusing('lobby');
  signal.answers['lobby.knock'] = () => ({ state: 'waiting' });
  const joinKey = crypto.randomUUID();
  signal.tell({ name: 'lobby.entered', payload: { joinKey } });
  await turns();
  expect(call.state.get()).toEqual({ kind: 'waiting' });
  expect(call.lobby.wasMovedBack.get()).toBe(true);
  expect(call.people.get()).toEqual([]);
  expect(signal.inputsOf('lobby.knock').at(-1)).toMatchObject({ joinKey });

  signal.answers['meeting.join'] = () => joinedAs(7, { sessionCount: 2 });
  signal.tell({ name: 'lobby.admitted', payload: {} });
  await turns();
  expect(call.state.get()).toEqual({ kind: 'joined' });
  expect(call.lobby.wasMovedBack.get()).toBe(false);
});

it('shows the password once, before it joins', async () => {
  const call = makeCall();
  signal.open();
  await call.prepare();
  await call.join('Ada', 'sesame');
  expect(shownPasswords).toEqual(['sesame']);
  expect(call.state.get()).toEqual({ kind: 'joined' });
});

it('turns off here what a host turned off, and leaves it off until the person presses', async () => {
  const call = await joined({ self: { sources: SENDING } });
  signal.tell({ name: 'sources.paused', payload: { seq: 6, source: 'microphone', participantIds: [personId(1)] } });
  await turns();
  expect(call.devices.microphone.state.get().kind).toBe('off');
  expect(call.devices.camera.state.get().kind).toBe('live');
  expect(call.people.get()[0]).toMatchObject({ isAudioOn: false, isVideoOn: true });
});

it('does not unmute when it comes back to a meeting where it was muted meanwhile', async () => {
  const call = await joined({ self: { sources: SENDING } });
  signal.answers['meeting.resume'] = () =>
    joinedAs(1, { seq: 9, self: { sources: [{ source: 'microphone', isPaused: true }, SENDING[1]!] } });
  signal.drop();
  signal.open();
  await turns();
  expect(call.state.get()).toEqual({ kind: 'joined' });
  expect(call.devices.microphone.state.get().kind).toBe('off');
  expect(signal.inputsOf('media.setPaused').filter(({ isPaused }) => !isPaused)).toEqual([]);
});
