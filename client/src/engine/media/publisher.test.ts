/** @jest-environment node */
import { beforeEach, expect, it } from '@jest/globals';
import type { RefusalCode } from '#contracts';
import { FakeTransport } from '../fakes/fake-rtc.js';
import { FakeSignal, refusing } from '../fakes/fake-signal.js';
import { fakeTrack } from '../fakes/fake-track.js';
import { session } from '../fakes/samples.js';
import { turns } from '../fakes/turns.js';
import { Publisher } from './publisher.js';

let signal: FakeSignal;
let transport: FakeTransport;
let refusals: RefusalCode[];
let stuckCount: number;
let silencedCount: number;
let publisher: Publisher;

beforeEach(() => {
  signal = new FakeSignal();
  signal.open();
  transport = new FakeTransport('send', session(1).send);
  refusals = [];
  stuckCount = 0;
  silencedCount = 0;
  publisher = new Publisher({
    source: 'microphone',
    signal,
    onRefused: (code) => refusals.push(code),
    onSilenced: () => {
      silencedCount += 1;
      publisher.want({ kind: 'silent', track: undefined });
    },
    onStuck: () => (stuckCount += 1),
    onFault: (fault) => {
      throw fault;
    },
  });
});

it('publishes once there is a transport, and tells the server with the same id when it has to repeat it', async () => {
  publisher.want({ kind: 'sending', track: fakeTrack() });
  await turns();
  expect(signal.asked).toEqual([]);

  publisher.moveTo(transport);
  await turns();
  publisher.reassert(undefined);
  await turns();
  const [first, second] = signal.inputsOf('media.publish');
  expect(second).toEqual(first);
  expect(transport.senders).toHaveLength(1);
});

it('is silent before the server is told of it, and sounds only after', async () => {
  publisher.moveTo(transport);
  const track = fakeTrack();
  publisher.want({ kind: 'sending', track });
  await turns();
  const sender = transport.sending('microphone');

  publisher.want({ kind: 'silent', track });
  expect(sender?.isPaused).toBe(true);
  expect(signal.inputsOf('media.setPaused')).toEqual([]);
  await turns();
  expect(signal.inputsOf('media.setPaused')).toEqual([{ source: 'microphone', isPaused: true }]);

  let answer = (): void => undefined;
  signal.answers['media.setPaused'] = () => new Promise((resolve) => (answer = () => resolve({})));
  publisher.want({ kind: 'sending', track });
  await turns();
  expect(sender?.isPaused).toBe(true);
  answer();
  await turns();
  expect(sender?.isPaused).toBe(false);
});

it('stays silent when muted while the server is being told of the opposite', async () => {
  publisher.moveTo(transport);
  const track = fakeTrack();
  publisher.want({ kind: 'silent', track });
  await turns();
  let answer = (): void => undefined;
  signal.answers['media.setPaused'] = () => new Promise((resolve) => (answer = () => resolve({})));
  publisher.want({ kind: 'sending', track });
  await turns();
  publisher.want({ kind: 'silent', track });
  answer();
  await turns();
  expect(transport.sending('microphone')?.isPaused).toBe(true);
  answer();
  await turns();
  expect(signal.inputsOf('media.setPaused').at(-1)).toEqual({ source: 'microphone', isPaused: true });
  expect(transport.sending('microphone')).toMatchObject({ isPaused: true, resumesCount: 0 });
});

it('stays muted on new transports, even when they come in the middle of publishing', async () => {
  publisher.moveTo(transport);
  const track = fakeTrack();
  publisher.want({ kind: 'sending', track });
  publisher.want({ kind: 'silent', track });
  const next = new FakeTransport('send', session(2).send);
  transport.close();
  publisher.moveTo(next);
  await turns();
  expect(next.sending('microphone')).toMatchObject({ isPaused: true, track });
  expect(signal.inputsOf('media.publish').at(-1)).toMatchObject({ isPaused: true });
  expect(transport.senders.every(({ isClosed }) => isClosed)).toBe(true);
  expect(stuckCount).toBe(0);
});

it('says mute again to a server that believes otherwise', async () => {
  publisher.moveTo(transport);
  publisher.want({ kind: 'silent', track: fakeTrack() });
  await turns();
  publisher.reassert({ source: 'microphone', isPaused: false });
  await turns();
  expect(signal.inputsOf('media.setPaused')).toEqual([{ source: 'microphone', isPaused: true }]);
});

it('stays muted when a host muted it while the line was down, and asks nobody to unmute', async () => {
  publisher.moveTo(transport);
  publisher.want({ kind: 'sending', track: fakeTrack() });
  await turns();
  publisher.reassert({ source: 'microphone', isPaused: true });
  await turns();
  expect(silencedCount).toBe(1);
  expect(transport.senders[0]!.isPaused).toBe(true);
  expect(signal.inputsOf('media.setPaused')).toEqual([]);
});

it('takes back what the server still holds of a source that is not wanted', async () => {
  publisher.moveTo(transport);
  publisher.reassert({ source: 'microphone', isPaused: false });
  await turns();
  expect(signal.inputsOf('media.unpublish')).toEqual([{ source: 'microphone' }]);
});

it('takes back a camera that the server holds while it is off here', async () => {
  publisher.want({ kind: 'silent', track: undefined });
  publisher.moveTo(transport);
  publisher.reassert({ source: 'microphone', isPaused: true });
  await turns();
  expect(signal.asked.map(({ name }) => name)).toEqual(['media.unpublish']);
});

it('closes what was refused and says so, once', async () => {
  signal.answers['media.publish'] = refusing('forbidden');
  publisher.moveTo(transport);
  publisher.want({ kind: 'sending', track: fakeTrack() });
  await turns();
  expect(refusals).toEqual(['forbidden']);
  expect(transport.senders.map(({ isClosed }) => isClosed)).toEqual([true]);
});

it('reports silence of the server as being stuck, and mends it when told to look again', async () => {
  signal.answers['media.publish'] = refusing('timeout');
  publisher.moveTo(transport);
  publisher.want({ kind: 'sending', track: fakeTrack() });
  await turns();
  expect({ refusals, stuckCount }).toEqual({ refusals: [], stuckCount: 1 });

  delete signal.answers['media.publish'];
  publisher.reassert(undefined);
  await turns();
  expect(signal.inputsOf('media.publish')).toHaveLength(2);
  expect(transport.senders).toHaveLength(1);
});

it('lets go of the track while silent without one, and takes the next into the same sender', async () => {
  publisher.moveTo(transport);
  publisher.want({ kind: 'sending', track: fakeTrack('video', 'first') });
  await turns();
  publisher.want({ kind: 'silent', track: undefined });
  await turns();
  expect(transport.senders[0]).toMatchObject({ isPaused: true, track: undefined });
  const second = fakeTrack('video', 'second');
  publisher.want({ kind: 'sending', track: second });
  await turns();
  expect(transport.senders).toHaveLength(1);
  expect(transport.senders[0]).toMatchObject({ isPaused: false, track: second });
});
