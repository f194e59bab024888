/** @jest-environment node */
import { beforeEach, expect, it } from '@jest/globals';
import type { SourceState } from '#contracts';
import { ManualClock } from '#kernel';
import { FakeSignal, refusing } from '../fakes/fake-signal.js';
import { CAPABILITIES } from '../fakes/fake-rtc.js';
import { person, personId, ROOM, session, snapshot } from '../fakes/samples.js';
import { turns } from '../fakes/turns.js';
import type { DeviceState } from '../model.js';
import { Store } from '../store.js';
import { SeatMove } from './moving.js';

class Device {
  readonly state = new Store<DeviceState>({ kind: 'off' });
  readonly stream = new Store<MediaStream | undefined>(undefined);

  toggle(): Promise<void> {
    this.state.set({ kind: this.state.get().kind === 'off' ? 'live' : 'off' });
    return Promise.resolve();
  }
}

let signal: FakeSignal;
let clock: ManualClock;
let devices: { readonly microphone: Device; readonly camera: Device };
let previewed: (() => void)[];
let move: SeatMove;

beforeEach(() => {
  signal = new FakeSignal();
  signal.open();
  clock = new ManualClock();
  devices = { microphone: new Device(), camera: new Device() };
  previewed = [];
  const preview = () => new Promise<void>((resolve) => void previewed.push(resolve));
  move = new SeatMove({ roomId: ROOM, signal, clock, devices, preview });
});

function answer(sources: readonly SourceState[]): void {
  const meeting = snapshot(3, [person(1, { sources: [...sources], role: 'cohost' })]);
  signal.answers['seat.move'] = () => ({
    participantId: personId(1),
    snapshot: meeting,
    iceServers: [],
    media: session(2),
  });
  signal.answers['seat.settle'] = () => ({ resumeToken: 'a-new-token-of-the-seat', snapshot: meeting });
}

it('finds oneself on another device, and nothing when nobody answers', async () => {
  signal.answers['seat.elsewhere'] = () => ({ seats: [{ participantId: personId(1), name: 'Ada', sources: [] }] });
  expect(await move.find()).toEqual({ kind: 'elsewhere', participantId: personId(1), name: 'Ada' });
  signal.answers['seat.elsewhere'] = () => ({ seats: [] });
  expect(await move.find()).toEqual({ kind: 'none' });
  signal.answers['seat.elsewhere'] = refusing('timeout');
  expect(await move.find()).toEqual({ kind: 'none' });
});

it('settles only once something comes in here, as muted or seen as it was there', async () => {
  answer([
    { source: 'microphone', isPaused: true },
    { source: 'camera', isPaused: false },
  ]);
  await devices.microphone.toggle();
  const taken = move.take(personId(1), CAPABILITIES);
  await turns();
  expect(signal.inputsOf('seat.settle')).toEqual([]);
  previewed[0]!();
  const joined = await taken;
  expect(joined).toMatchObject({
    participantId: personId(1),
    resumeToken: 'a-new-token-of-the-seat',
    media: session(2),
  });
  expect([devices.microphone.state.get().kind, devices.camera.state.get().kind]).toEqual(['off', 'live']);
});

it('does not wait for ever for a way in that does not open', async () => {
  answer([]);
  const taken = move.take(personId(1), CAPABILITIES);
  await turns();
  clock.advance(5_000);
  expect((await taken).participantId).toBe(personId(1));
});

it('leaves the other device alone when this one gets no media', async () => {
  signal.answers['seat.move'] = refusing('media-unavailable');
  await expect(move.take(personId(1), CAPABILITIES)).rejects.toMatchObject({ code: 'media-unavailable' });
  expect(signal.inputsOf('seat.settle')).toEqual([]);
});
