/** @jest-environment node */
import { beforeEach, expect, it } from '@jest/globals';
import { fakeStream, fakeTrack } from '../fakes/fake-track.js';
import { personId } from '../fakes/samples.js';
import { turns } from '../fakes/turns.js';
import { Store } from '../store.js';
import { Sound, type Player } from './sound.js';

class FakePlayer implements Player {
  stream: MediaStream | undefined;
  sinkId: string | undefined;

  async play(stream: MediaStream): Promise<void> {
    if (!isAllowed) throw new DOMException('Press something first.', 'NotAllowedError');
    this.stream = stream;
  }

  async setSink(deviceId: string): Promise<void> {
    if (deviceId === 'gone') throw new DOMException('No such device.', 'NotFoundError');
    this.sinkId = deviceId;
  }

  stop(): void {
    this.stream = undefined;
  }
}

let isAllowed: boolean;
let players: FakePlayer[];
let sinkId: Store<string | undefined>;
let sound: Sound;

beforeEach(() => {
  isAllowed = true;
  players = [];
  sinkId = new Store<string | undefined>(undefined);
  sound = new Sound(() => players[players.push(new FakePlayer()) - 1] as FakePlayer, sinkId);
});

it('plays each source with one player and stops it when the source is over', async () => {
  const [first, second] = [fakeStream(fakeTrack()), fakeStream(fakeTrack())];
  sound.set(personId(1), 'microphone', first);
  sound.set(personId(1), 'microphone', second);
  await turns();
  expect(players.map(({ stream }) => stream)).toEqual([second]);
  sound.set(personId(1), 'microphone', undefined);
  expect(players[0]?.stream).toBeUndefined();
});

it('says when the browser wants a press first, and plays after it', async () => {
  isAllowed = false;
  const stream = fakeStream(fakeTrack());
  sound.set(personId(1), 'microphone', stream);
  await turns();
  expect(sound.isBlocked.get()).toBe(true);
  isAllowed = true;
  await sound.unblock();
  expect(sound.isBlocked.get()).toBe(false);
  expect(players[0]?.stream).toBe(stream);
});

it('comes out of the chosen loudspeaker, and goes on where it was when that has gone', async () => {
  sinkId.set('headset');
  sound.set(personId(1), 'microphone', fakeStream(fakeTrack()));
  await turns();
  expect(players[0]?.sinkId).toBe('headset');
  sinkId.set('gone');
  await turns();
  expect(players[0]).toMatchObject({ sinkId: 'headset' });
  expect(players[0]?.stream).toBeDefined();
});
