import { kill } from 'node:process';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { RelayId } from '#contracts';
import { opus, publishWish, simulcast, vp8 } from '../testing/browser.js';
import { publishDirect, viewDirect } from '../testing/direct-flow.js';
import { eventually } from '../testing/eventually.js';
import { openHost, relay, type Host } from '../testing/hosts.js';
import { newId } from '../testing/ids.js';
import { VP8_DELTA_FRAME, VP8_KEY_FRAME } from '../testing/rtp-packet.js';

/* One meeting over two media hosts, each with a real worker: what is relayed is as if it came in here. */

let hosts: Host[];
let timers: ReturnType<typeof setInterval>[];

beforeEach(async () => {
  hosts = [await openHost(), await openHost()];
  timers = [];
});
afterEach(async () => {
  for (const timer of timers) clearInterval(timer);
  await Promise.all(hosts.map((host) => host.close()));
});

const every = (ms: number, call: () => void) => void timers.push(setInterval(call, ms));

/** A speaker on the first host, and a viewer on the second to whom the stream is relayed. */
async function apart(source: 'microphone' | 'camera', rtpParameters = source === 'camera' ? vp8() : opus()) {
  const [from, to] = hosts as [Host, Host];
  const speaker = await publishDirect(from, { source, rtpParameters });
  const { meetingId } = speaker.wish;
  const { producerId } = speaker.stream;
  // Somebody has to be there before anything can be relayed to them.
  await publishDirect(to, { source: 'microphone', rtpParameters: opus(), meetingId });
  const relayed = await relay(from, to, speaker);
  const viewer = await viewDirect(to, { meetingId, producerId });
  return { from, to, speaker, viewer, meetingId, producerId, ...relayed };
}

it('carries pictures and sound to another host, encrypted, once for all who receive them there', async () => {
  const { from, to, speaker, viewer, meetingId, producerId } = await apart('camera');
  every(20, () => speaker.send(VP8_KEY_FRAME));
  const second = await viewDirect(to, { meetingId, producerId });
  await Promise.all([viewer.resume(), second.resume()]);
  for (const one of [viewer, second]) await eventually(() => (one.packets.length > 0 ? undefined : 'a picture'));
  expect([from.rooms.relayCount, to.rooms.relayCount]).toEqual([0, 1]);
});

it('asks the publisher on the other host for a key frame', async () => {
  const { from, speaker, viewer } = await apart('camera');
  let requestCount = 0;
  from.direct.transports[0]!.on('rtcp', () => {
    requestCount += 1;
    speaker.send(VP8_KEY_FRAME);
  });
  every(20, () => speaker.send(VP8_DELTA_FRAME));
  await viewer.resume();
  await eventually(() => (viewer.packets.length > 0 ? undefined : 'a picture that begins with a key frame'));
  expect(requestCount).toBeGreaterThan(0);
});

it('carries every layer, so that each viewer there is given their own', async () => {
  const { to, producerId, meetingId, viewer } = await apart('camera', simulcast(3));
  expect(viewer.consumer.type).toBe('simulcast');
  const { sessions } = await to.ask['room.inventory']({ meetingId });
  expect(sessions.flatMap(({ consumers }) => consumers.map((one) => one.producerId))).toEqual([producerId]);
});

it('is told of a mute, and tells of a speaker only where they are', async () => {
  const { from, to, speaker, viewer, at } = await apart('microphone');
  const voice = Buffer.from([1, 2, 3]);
  await viewer.resume();
  every(20, () => speaker.send(voice, { levelDbov: -30 }));
  await eventually(() => (viewer.packets.length > 0 ? undefined : 'sound from the other host'));
  await eventually(() => (from.told.some(({ name }) => name === 'room.speaking') ? undefined : 'who speaks'));
  expect(to.told.filter(({ name }) => name === 'room.speaking')).toEqual([]);

  await from.ask['producer.setPaused']({ ...speaker.stream, isPaused: true });
  await to.ask['relay.setPaused']({ ...at, isPaused: true });
  await eventually(async () => {
    const { listeners } = await to.ask['producer.audience']({ ...speaker.stream });
    return listeners[0]?.state === 'source-paused' ? undefined : 'the mute where the stream is received';
  });
});

it('ends everywhere with its publisher, and is told twice without harm', async () => {
  const { from, to, speaker, viewer, at, accept } = await apart('camera');
  expect(await to.ask['relay.accept'](accept)).toEqual(await to.ask['relay.accept'](accept));
  await from.ask['producer.close'](speaker.stream);
  await eventually(async () => {
    const { relays } = await from.ask['room.inventory'](at);
    return relays.length === 0 ? undefined : 'the end at the sending host';
  });
  await to.ask['relay.close'](at);
  await to.ask['relay.close'](at);
  await eventually(() => (viewer.consumer.closed ? undefined : 'the end of what was received'));
  expect(to.rooms.relayCount).toBe(0);
  await expect(to.ask['relay.accept'](accept)).rejects.toMatchObject({ code: 'not-found' });
});

it('makes way for a newer relay of the same stream, and for its publisher', async () => {
  const { from, to, speaker, meetingId, at } = await apart('camera');
  const { at: newer } = await relay(from, to, speaker);
  expect((await to.ask['room.inventory']({ meetingId })).relays).toMatchObject([{ relayId: newer.relayId }]);
  expect(newer.relayId).not.toBe(at.relayId);

  // The publisher comes over, and publishes under the same id.
  const moved = { ...speaker.wish, sessionId: newId.session() };
  await to.ask['session.open'](moved);
  await to.ask['producer.open'](
    publishWish(moved, { source: 'camera', producerId: speaker.stream.producerId, rtpParameters: vp8() }),
  );
  expect((await to.ask['room.inventory']({ meetingId })).relays).toEqual([]);
});

it('says what was lost with the worker that took it in', async () => {
  const { to, meetingId, at } = await apart('camera');
  kill(to.worker.pid, 'SIGKILL');
  await eventually(() => (to.told.some(({ name }) => name === 'sessions.lost') ? undefined : 'what was lost'));
  expect(to.told.map(({ name, payload }) => [name, payload])).toContainEqual([
    'relays.lost',
    { meetingId, relayIds: [at.relayId] },
  ]);
});

it('does not relay on what was relayed to it, nor to nobody', async () => {
  const { from, to, speaker, meetingId, producerId } = await apart('camera');
  const offer = { meetingId, producerId, relayId: RelayId.parse(newId.meeting()), peerId: from.hostId };
  await expect(to.ask['relay.offer'](offer)).rejects.toMatchObject({ code: 'not-found' });
  const elsewhere = await publishDirect(from, { source: 'camera', rtpParameters: vp8() });
  await expect(relay(from, to, elsewhere)).rejects.toMatchObject({ code: 'not-found' });
  expect(speaker.producer.closed).toBe(false);
});
