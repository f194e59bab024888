import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type GuestIssued, type RoomId } from '#contracts';
import { FakeHost } from './support/fake-host.js';
import { publication } from './support/media.js';
import { eventually, World } from './support/world.js';

let world: World;
let host: FakeHost;
let owner: GuestIssued;

beforeAll(async () => {
  world = await World.open();
  host = new FakeHost();
  await host.dial(world.url);
  owner = await world.guest();
  await eventually(() => host.askedFor('host.describe').length === 0 && 'the question what the host is');
});
afterAll(async () => {
  host.hangUp();
  await world.close();
});

const newRoom = (): Promise<RoomId> => world.room(owner);

describe('a seat that is resumed', () => {
  it('from a new connection keeps its transports, and nobody is told that somebody left', async () => {
    const roomId = await newRoom();
    const hana = await world.joined(roomId, owner);
    const gus = await world.joined(roomId);
    await gus.ask('media.publish', publication('microphone'));
    gus.browser.disconnect();
    await eventually(
      () => !hana.all('participant.changed').some(({ participant }) => !participant.isConnected) && 'the loss',
    );

    const back = await world.person(gus.guest);
    const resumed = await back.resume(roomId, gus.joined);
    expect(resumed.participantId).toBe(gus.joined.participantId);
    expect(resumed.media.sessionId).toBe(gus.joined.media.sessionId);
    expect(resumed.snapshot.participants[1]).toMatchObject({ isConnected: true, sources: [{ source: 'microphone' }] });
    await eventually(() => hana.all('participant.changed').at(-1)?.participant.isConnected !== true && 'the return');
    expect(hana.all('participant.left')).toEqual([]);
    expect(hana.all('participant.joined')).toHaveLength(1);
  });

  it('after a reload gets new transports, and publishes nothing until it does so again', async () => {
    const roomId = await newRoom();
    const hana = await world.joined(roomId, owner);
    const gus = await world.joined(roomId);
    await gus.ask('media.publish', publication('camera'));
    await eventually(() => hana.all('media.opened').length === 0 && 'the camera');
    const back = await world.person(gus.guest);
    const resumed = await back.resume(roomId, gus.joined, false);
    expect(resumed.media.sessionId).not.toBe(gus.joined.media.sessionId);
    expect(resumed.snapshot.participants[1]?.sources).toEqual([]);
    await eventually(() => hana.all('media.closed').length === 0 && 'the end of the camera');
    await eventually(() => host.sessions.has(gus.joined.media.sessionId) && 'the end of the session before');
  });

  it('while its first connection stands takes it away from there', async () => {
    const roomId = await newRoom();
    const hana = await world.joined(roomId, owner);
    const gus = await world.joined(roomId);
    const ended = new Promise((resolve) => void gus.browser.once('disconnect', resolve));
    const second = await world.person(gus.guest);
    await second.resume(roomId, gus.joined);
    expect(await ended).toBe('io server disconnect');
    expect(gus.all('seat.taken')).toEqual([{}]);
    await second.ask('meeting.sync', {});
    // Nobody else notices: the seat was never without somebody.
    expect((await hana.ask('meeting.sync', {})).seq).toBe(gus.joined.snapshot.seq);
  });

  it('is told of streams that came while it was away by the answer itself', async () => {
    const roomId = await newRoom();
    const hana = await world.joined(roomId, owner);
    const gus = await world.joined(roomId);
    gus.browser.disconnect();
    await eventually(() => hana.all('participant.changed').length === 0 && 'the loss');
    await hana.ask('media.publish', publication('camera'));
    const back = await world.person(gus.guest);
    await back.resume(roomId, gus.joined);
    await eventually(() => back.all('media.opened').length === 0 && 'the camera');
    expect(back.all('media.opened')[0]?.consumers).toMatchObject([{ participantId: hana.joined.participantId }]);
  });

  it('by a hundred at once is held by exactly one, on one set of transports', async () => {
    const roomId = await newRoom();
    const hana = await world.joined(roomId, owner);
    const gus = await world.joined(roomId);
    const all = await Promise.all(Array.from({ length: 100 }, () => world.person(gus.guest)));
    const answers = await Promise.allSettled(all.map((person) => person.resume(roomId, gus.joined, false)));
    const winners = answers.flatMap((answer, index) => (answer.status === 'fulfilled' ? [all[index]!] : []));
    expect(winners.length).toBeGreaterThanOrEqual(1);
    await eventually(() => all.filter(({ browser }) => browser.connected).length !== 1 && 'the end of all but one');

    const [holder] = all.filter(({ browser }) => browser.connected);
    const view = await holder!.ask('meeting.sync', {});
    expect(view.participants.map(({ participantId }) => participantId)).toEqual([
      hana.joined.participantId,
      gus.joined.participantId,
    ]);
    expect(view.participants.every(({ isConnected }) => isConnected)).toBe(true);
    const mine = () =>
      [...host.sessions.values()].filter(({ wish }) => wish.participantId === gus.joined.participantId);
    await eventually(() => mine().length !== 1 && 'the end of all sessions but one');
    for (const person of all) expect(person.all('participant.left')).toEqual([]);
  });
});

describe('a resume token', () => {
  it('works until the next one was used, and never again', async () => {
    const roomId = await newRoom();
    const gus = await world.joined(roomId);
    // The answer of the first resume is lost on its way; the token shown stays good.
    await (await world.person(gus.guest)).resume(roomId, gus.joined);
    const second = await (await world.person(gus.guest)).resume(roomId, gus.joined);
    const holder = await world.person(gus.guest);
    await holder.resume(roomId, second);

    const thief = await world.person(gus.guest);
    const replays = await Promise.allSettled(Array.from({ length: 100 }, () => thief.resume(roomId, gus.joined)));
    expect(replays.filter(({ status }) => status === 'fulfilled')).toEqual([]);
    expect(holder.browser.connected).toBe(true);
    await holder.ask('meeting.sync', {});
  });

  it('is of no use to another identity, in another meeting, for another seat, or after leaving', async () => {
    const [roomId, elsewhere] = [await newRoom(), await newRoom()];
    const hana = await world.joined(roomId, owner);
    const gus = await world.joined(roomId);
    await world.joined(elsewhere);
    const stranger = await world.person();
    const own = await world.person(gus.guest);
    const refused = { code: 'seat-lost' };
    await expect(stranger.resume(roomId, gus.joined)).rejects.toMatchObject(refused);
    await expect(own.resume(elsewhere, gus.joined)).rejects.toMatchObject(refused);
    const crossed = { participantId: hana.joined.participantId, resumeToken: gus.joined.resumeToken };
    await expect(own.resume(roomId, crossed)).rejects.toMatchObject(refused);
    expect(gus.browser.connected).toBe(true);
    expect(hana.browser.connected).toBe(true);
    await gus.ask('meeting.leave', {});
    await expect(own.resume(roomId, gus.joined)).rejects.toMatchObject(refused);
  });

  it('is on record as its hash only', async () => {
    const roomId = await newRoom();
    const gus = await world.joined(roomId);
    const rows = await world.query('SELECT * FROM seats WHERE participant_id = $1', [gus.joined.participantId]);
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(gus.joined.resumeToken);
  });
});

it('a socket that ends while its join is under way leaves no seat behind', async () => {
  const roomId = await newRoom();
  const hana = await world.joined(roomId, owner);
  const gus = await world.person();
  host.before = async (name) => {
    if (name !== 'session.open') return;
    gus.browser.disconnect();
    // Nothing tells us when the server has noticed; a question of somebody else is answered after it has.
    for (let turn = 0; turn < 5; turn += 1) await hana.ask('meeting.sync', {});
  };
  const openedBefore = host.askedFor('session.open').length;
  gus.join(roomId).catch(() => undefined); // Nobody is there any more to be answered.
  await eventually(() => host.askedFor('session.open').length === openedBefore && 'the opening');
  const inMeeting = () =>
    [...host.sessions.values()].filter(({ wish }) => wish.meetingId === hana.joined.snapshot.meetingId);
  await eventually(
    () => (host.askedFor('session.close').length === 0 || inMeeting().length !== 1) && 'the end of the session',
  );
  host.before = () => undefined;
  expect((await hana.ask('meeting.sync', {})).participants).toHaveLength(1);
});
