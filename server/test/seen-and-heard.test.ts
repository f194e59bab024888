import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ConsumerReport, GuestIssued, RoomId, Tile } from '#contracts';
import { FakeHost } from './support/fake-host.js';
import { publication } from './support/media.js';
import { eventually, World } from './support/world.js';

/* What a page shows reaches the media host and the publishers, and what the host reports reaches the pages. */

let world: World;
let host: FakeHost;
let owner: GuestIssued;
let roomId: RoomId;

beforeEach(async () => {
  world = await World.open({ SEAT_GRACE_MS: '3000' });
  owner = await world.guest();
  host = new FakeHost();
  expect(await host.dial(world.url)).toBeUndefined();
  await eventually(() => host.askedFor('host.describe').length === 0 && 'the question what the host is');
  roomId = await world.room(owner);
});
afterEach(async () => {
  expect(host.faults).toEqual([]);
  host.hangUp();
  await world.close();
});

/** A publisher with a camera in three layers, and a viewer. */
async function two() {
  const hana = await world.joined(roomId, owner);
  const gus = await world.joined(roomId);
  const camera = publication('camera');
  const encodings = [1, 2, 3].map((rid) => ({ rid: `r${rid}`, scalabilityMode: 'L1T3' }));
  await hana.ask('media.publish', { ...camera, rtpParameters: { ...camera.rtpParameters, encodings } });
  await eventually(() => gus.all('media.opened').length === 0 && 'the camera');
  return { hana, gus };
}

type Two = Awaited<ReturnType<typeof two>>;

function consumerOf({ gus }: Two) {
  const [consumer] = host.sessionOf(gus.joined.participantId)?.consumers.values() ?? [];
  if (consumer === undefined) throw new Error('nothing is open to the viewer');
  return consumer;
}

function tileOf({ hana }: Two, given: Partial<Tile> = {}): Tile {
  const { participantId } = hana.joined;
  return { participantId, source: 'camera', widthPx: 1_280, heightPx: 720, isVisible: true, ...given };
}

function report(people: Two, given: Partial<ConsumerReport>): void {
  const { meetingId, sessionId } = host.sessionOf(people.gus.joined.participantId)!.wish;
  const { consumerId } = consumerOf(people).offer;
  const consumers: ConsumerReport[] = [{ consumerId, state: 'flowing', score: 10, ...given }];
  host.tell('streams.changed', { meetingId, sessions: [{ sessionId, producers: [], consumers }] });
}

it('what a page shows decides what the host sends it', async () => {
  const people = await two();
  expect(consumerOf(people).tuning).toMatchObject({ isHeld: false, layers: { spatial: 0 } });
  const look = (tiles: Tile[]) => people.gus.ask('media.view', { tiles, pinnedIds: [] });

  await look([tileOf(people)]);
  await eventually(() => consumerOf(people).tuning?.layers?.spatial !== 2 && 'the top layer for a large tile');
  await look([tileOf(people, { isVisible: false })]);
  await eventually(() => consumerOf(people).tuning?.isHeld !== true && 'nothing for a hidden tile');
  const askedCount = host.askedFor('consumer.tune').length;
  await look([tileOf(people, { isVisible: false })]);
  await look([tileOf(people)]);
  await eventually(() => consumerOf(people).tuning?.isHeld !== false && 'the picture again');
  expect(host.askedFor('consumer.tune')).toHaveLength(askedCount + 1);
});

it('a publisher is told what is watched: less after a while, more at once', async () => {
  const people = await two();
  const { hana, gus } = people;
  await gus.ask('media.view', { tiles: [tileOf(people, { widthPx: 320, heightPx: 180 })], pinnedIds: [] });
  await eventually(() => hana.all('media.wanted').length === 0 && 'that only the smallest is watched');
  expect(hana.all('media.wanted')).toEqual([{ sources: [{ source: 'camera', isWanted: true, maxSpatialLayer: 0 }] }]);
  await gus.ask('media.view', { tiles: [tileOf(people)], pinnedIds: [] });
  await eventually(() => hana.all('media.wanted').at(-1)?.sources[0]?.maxSpatialLayer !== 2 && 'that all is watched');
});

it('who waits alone keeps the smallest picture going for the first who comes', async () => {
  const { hana, gus } = await two();
  await gus.ask('meeting.leave', {});
  await eventually(() => hana.all('media.wanted').length === 0 && 'that less is watched');
  expect(hana.all('media.wanted')).toEqual([{ sources: [{ source: 'camera', isWanted: true, maxSpatialLayer: 0 }] }]);
});

it('how streams come is told to their viewer, and all of it again to one who comes back', async () => {
  const people = await two();
  const { hana, gus } = people;
  const { participantId } = hana.joined;
  const { consumerId } = consumerOf(people).offer;
  report(people, { score: 4, layers: { spatial: 1, temporal: 2 } });
  await eventually(() => gus.all('media.quality').length === 0 && 'the quality');
  expect(gus.all('media.quality')).toEqual([{ people: [{ participantId, score: 2 }] }]);
  expect(gus.all('media.flowing')).toEqual([
    { consumers: [{ consumerId, state: 'flowing', layers: { spatial: 1, temporal: 2 } }] },
  ]);

  report(people, { state: 'bandwidth' });
  await eventually(() => gus.all('media.flowing').length < 2 && 'that it does not fit');
  gus.browser.disconnect();
  const back = await world.person(gus.guest);
  await back.resume(roomId, gus.joined);
  await eventually(() => back.all('media.flowing').length === 0 && 'how it stands');
  expect(back.all('media.flowing')).toEqual([{ consumers: [{ consumerId, state: 'bandwidth' }] }]);
  expect(back.all('media.quality')).toEqual([{ people: [{ participantId, score: 1 }] }]);
});

describe('who hears somebody', () => {
  it('is known to everyone, with what keeps the others from it', async () => {
    const hana = await world.joined(roomId, owner);
    const gus = await world.joined(roomId);
    const mia = await world.joined(roomId);
    const speakerId = hana.joined.participantId;
    const [gusId, miaId] = [gus.joined.participantId, mia.joined.participantId];
    const heardBy = () => gus.ask('media.audibility', { speakerId });
    expect(await heardBy()).toEqual({
      speakerFault: 'off',
      listeners: [{ participantId: gusId }, { participantId: miaId }],
    });

    await hana.ask('media.publish', publication('microphone'));
    await eventually(() => gus.all('media.opened').length === 0 && 'the microphone');
    const [{ consumers } = { consumers: [] }] = gus.all('media.opened');
    await gus.ask('media.ready', { consumerIds: consumers.map(({ consumerId }) => consumerId) });
    await mia.ask('media.playout', { state: 'muted' });
    expect(await heardBy()).toEqual({
      listeners: [{ participantId: gusId }, { participantId: miaId, fault: 'playout-muted' }],
    });

    await mia.ask('media.playout', { state: 'playing' });
    expect((await heardBy()).listeners[1]).toEqual({ participantId: miaId, fault: 'not-ready' });
    host.isArriving = false;
    expect((await heardBy()).speakerFault).toBe('no-packets');
    await hana.ask('media.setPaused', { source: 'microphone', isPaused: true });
    expect((await heardBy()).speakerFault).toBe('muted');
  });
});

describe('what keeps somebody from hearing is mended', () => {
  /** A speaker whose microphone is on its way to a listener, and somebody else. */
  async function three() {
    const [hana, gus, mia] = [
      await world.joined(roomId, owner),
      await world.joined(roomId),
      await world.joined(roomId),
    ];
    await hana.ask('media.publish', publication('microphone'));
    await eventually(() => gus.all('media.opened').length === 0 && 'the microphone');
    const pair = { speakerId: hana.joined.participantId, listenerId: gus.joined.participantId };
    return { hana, gus, mia, pair };
  }

  it('by opening the stream anew, once in a while and not more often', async () => {
    const { gus, pair } = await three();
    const [opened] = gus.all('media.opened');
    expect(await gus.ask('media.mend', pair)).toEqual({ step: 'reopened' });
    await eventually(() => gus.all('media.opened').length < 2 && 'the microphone again');
    expect(gus.all('media.closed')).toEqual([{ consumerIds: [opened!.consumers[0]!.consumerId] }]);
    expect(await gus.ask('media.mend', pair)).toEqual({ step: 'reopened' });
    expect(gus.all('media.closed')).toHaveLength(1);
  });

  it('by asking the listener, who alone can turn their sound on', async () => {
    const { hana, gus, pair } = await three();
    await gus.ask('media.playout', { state: 'blocked' });
    expect(await hana.ask('media.mend', pair)).toEqual({ step: 'asked' });
    await eventually(() => gus.all('sound.wished').length === 0 && 'the wish');
    expect(gus.all('sound.wished')).toEqual([{ speakerId: pair.speakerId }]);
  });

  it('by new transports for a speaker of whom nothing arrives', async () => {
    const { hana, pair } = await three();
    host.isArriving = false;
    expect(await hana.ask('media.mend', pair)).toEqual({ step: 'speaker-reconnects' });
    await eventually(() => hana.all('media.replaced').length === 0 && 'new transports');
  });

  it('for nobody else who asks', async () => {
    const { mia, pair } = await three();
    await expect(mia.ask('media.mend', pair)).rejects.toMatchObject({ code: 'forbidden' });
  });
});

it('figures of somebody’s streams come from both ends of them', async () => {
  const people = await two();
  const { hana, gus } = people;
  const { participantId } = hana.joined;
  await gus.ask('media.view', { tiles: [tileOf(people)], pinnedIds: [] });
  await eventually(() => consumerOf(people).tuning?.layers?.spatial !== 2 && 'the top layer for a large tile');
  host.measured = { layers: { spatial: 0, temporal: 2 }, lossRatio: 0.1 };
  const path = { source: 'camera', bitrateBps: 1_000, roundTripMs: 20, score: 5 };
  expect(await gus.ask('media.figures', { participantId })).toEqual({
    sent: [
      {
        ...path,
        lossRatio: 0,
        jitterMs: 2,
        codec: 'video/VP8',
        isPaused: false,
        layerCounts: { spatial: 3, temporal: 3 },
        arrivingCount: 1,
      },
    ],
    received: [
      { ...path, lossRatio: 0.1, state: 'flowing', layers: { spatial: 0, temporal: 2 }, limit: 'receiver-bandwidth' },
    ],
    receivableBps: 2_000_000,
  });
  const askedCount = host.askedFor('streams.measure').length;
  await gus.ask('media.figures', { participantId });
  expect(host.askedFor('streams.measure')).toHaveLength(askedCount);
  expect(await hana.ask('media.figures', { participantId })).toMatchObject({ sent: [path], received: [] });
});
