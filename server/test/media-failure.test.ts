import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { IdentityId, MeetingId, MediaSessionId, ParticipantId, type GuestIssued } from '#contracts';
import { randomUUID } from 'node:crypto';
import { FakeHost } from './support/fake-host.js';
import { BROWSER, CAPABILITIES, publication } from './support/media.js';
import { eventually, World } from './support/world.js';

let world: World;
let owner: GuestIssued;
const hosts: FakeHost[] = [];

beforeEach(async () => {
  world = await World.open({ SEAT_GRACE_MS: '3000' });
  owner = await world.guest();
});
afterEach(async () => {
  for (const host of hosts.splice(0)) host.hangUp();
  await world.close();
});

async function newHost(options: ConstructorParameters<typeof FakeHost>[0] = {}): Promise<FakeHost> {
  const host = new FakeHost(options);
  hosts.push(host);
  expect(await host.dial(world.url)).toBeUndefined();
  await eventually(() => host.askedFor('host.describe').length === 0 && 'the question what the host is');
  return host;
}

describe('the door for media hosts', () => {
  it('is closed to a wrong credential and to every browser', async () => {
    expect(await new FakeHost({ credential: 'x'.repeat(48) }).dial(world.url)).toBeInstanceOf(Error);
    expect(await new FakeHost().dial(world.url, { origin: world.url })).toBeInstanceOf(Error);
    const { missing } = (await (await fetch(`${world.url}/readyz`)).json()) as { missing?: unknown };
    expect(JSON.stringify(missing)).toContain('no media host is connected');
    const person = await world.person();
    await expect(person.join(await world.room(owner))).rejects.toMatchObject({ code: 'media-unavailable' });
  });

  it('gives no meetings to a host that routes other codecs', async () => {
    const odd = { ...CAPABILITIES, codecs: CAPABILITIES.codecs.slice(0, 1) };
    const [first, other] = [await newHost(), await newHost({ capabilities: odd })];
    first.cpuRatio = 0.9;
    await world.joined(await world.room(owner));
    await world.joined(await world.room(owner));
    expect(first.sessions.size).toBe(2);
    expect(other.sessions.size).toBe(0);
  });
});

describe('when media is lost', () => {
  it('by a worker’s death, everybody concerned is given new transports, and seats and sources stay', async () => {
    const host = await newHost();
    const roomId = await world.room(owner);
    const hana = await world.joined(roomId, owner);
    const gus = await world.joined(roomId);
    const camera = publication('camera');
    await hana.ask('media.publish', camera);
    await eventually(() => gus.all('media.opened').length === 0 && 'the camera');
    const { seq } = await gus.ask('meeting.sync', {});

    host.lose(...host.sessions.values());
    for (const person of [hana, gus])
      await eventually(() => person.all('media.replaced').length === 0 && 'new transports');
    expect(hana.all('media.replaced')[0]?.media.sessionId).not.toBe(hana.joined.media.sessionId);
    expect(await gus.ask('meeting.sync', {})).toMatchObject({
      seq,
      participants: [{ sources: [{ source: 'camera' }] }, {}],
    });

    await hana.ask('media.publish', camera);
    await eventually(() => gus.all('media.opened').length !== 2 && 'the camera again');
    expect(host.receivedBy(gus.joined.participantId)).toHaveLength(1);
  });

  it('with the whole host, another one takes over', async () => {
    const [first, second] = [await newHost(), await newHost()];
    const roomId = await world.room(owner);
    const hana = await world.joined(roomId, owner);
    const gus = await world.joined(roomId);
    const [old, next] = first.sessions.size > 0 ? [first, second] : [second, first];
    expect([old.sessions.size, next.sessions.size]).toEqual([2, 0]);
    old.hangUp();
    for (const person of [hana, gus])
      await eventually(() => person.all('media.replaced').length === 0 && 'new transports');
    expect(next.sessions.size).toBe(2);

    // It was only cut off, and comes back with what is nobody's by now.
    await old.dial(world.url);
    await eventually(() => old.sessions.size > 0 && 'the end of what the old host still had');
    expect(next.sessions.size).toBe(2);
  });

  it('with the only host, its successor takes over as soon as it is there', async () => {
    const host = await newHost();
    const roomId = await world.room(owner);
    const hana = await world.joined(roomId, owner);
    host.restart();
    await host.dial(world.url);
    await eventually(() => hana.all('media.replaced').length === 0 && 'new transports');
    expect(host.sessions.size).toBe(1);
    expect(host.sessionOf(hana.joined.participantId)).toBeDefined();
  });

  it('not at all: a host that calls back soon after a break keeps everything', async () => {
    const host = await newHost();
    const hana = await world.joined(await world.room(owner), owner);
    host.hangUp();
    await host.dial(world.url);
    await hana.ask('media.publish', publication('camera'));
    expect(hana.all('media.replaced')).toEqual([]);
    expect(host.sessionOf(hana.joined.participantId)?.wish.sessionId).toBe(hana.joined.media.sessionId);
  });

  it('because a host fell silent, its link is given up although its socket stands', async () => {
    const [first, second] = [await newHost(), await newHost()];
    const hana = await world.joined(await world.room(owner), owner);
    const [old, next] = first.sessions.size > 0 ? [first, second] : [second, first];
    old.stopBeat();
    await eventually(() => hana.all('media.replaced').length === 0 && 'new transports');
    expect(next.sessions.size).toBe(1);
  });

  it('while somebody is away, they get new transports when they return', async () => {
    const host = await newHost();
    const roomId = await world.room(owner);
    const hana = await world.joined(roomId, owner);
    const gus = await world.joined(roomId);
    gus.browser.disconnect();
    await eventually(() => hana.all('participant.changed').length === 0 && 'the loss');
    host.lose(host.sessionOf(gus.joined.participantId)!);
    const back = await world.person(gus.guest);
    const { media, snapshot } = await back.resume(roomId, gus.joined);
    expect(media.sessionId).not.toBe(gus.joined.media.sessionId);
    expect(snapshot.participants).toHaveLength(2);
  });
});

describe('when the server dies', () => {
  it('media stands, seats come back with their tokens, and the numbers go on above the old ones', async () => {
    const host = await newHost();
    const roomId = await world.room(owner);
    const hana = await world.joined(roomId, owner);
    const gus = await world.joined(roomId);
    await hana.ask('media.publish', publication('camera', true));
    await eventually(() => gus.all('media.opened').length === 0 && 'the camera');
    const { seq } = await gus.ask('meeting.sync', {});

    await world.stop();
    host.hangUp();
    await world.start();
    const [hanaBack, gusBack] = [await world.person(hana.guest), await world.person(gus.guest)];
    // They come before the host does, as browsers may.
    const resuming = Promise.all([hanaBack.resume(roomId, hana.joined), gusBack.resume(roomId, gus.joined)]);
    await host.dial(world.url);
    const [first, second] = await resuming;

    expect(first.media.sessionId).toBe(hana.joined.media.sessionId);
    expect(second.media.sessionId).toBe(gus.joined.media.sessionId);
    expect(second.media.consumers).toHaveLength(1);
    expect(second.snapshot.meetingId).toBe(gus.joined.snapshot.meetingId);
    expect(second.snapshot.seq).toBeGreaterThan(seq);
    const view = await gusBack.ask('meeting.sync', {});
    expect(view.participants).toMatchObject([
      { isConnected: true, role: 'host', sources: [{ source: 'camera', isPaused: true }] },
      { isConnected: true, role: 'participant', sources: [] },
    ]);
    expect(host.askedFor('session.close')).toEqual([]);
    expect(host.askedFor('room.close')).toEqual([]);
    expect(host.askedFor('session.open')).toHaveLength(2);
  });

  it('who does not come back is given up after the grace period, and the meeting ends with the last one', async () => {
    const host = await newHost();
    const roomId = await world.room(owner);
    await world.joined(roomId, owner);
    await world.stop();
    host.hangUp();
    await world.start();
    await host.dial(world.url);
    await eventually(() => host.sessions.size > 0 && 'the end of the media');
    let open: unknown[] = [];
    let looked: Promise<void> | undefined;
    const look = async () => {
      open = await world.query('SELECT meeting_id FROM meetings WHERE ended_at IS NULL');
      looked = undefined;
    };
    await look();
    await eventually(() => {
      looked ??= look();
      return open.length > 0 && 'the end of the meeting, on record';
    });
    await looked;
    expect(await world.query('SELECT leave_reason FROM seats')).toEqual([{ leave_reason: 'lost' }]);
  });

  it('what a host carries of meetings that are on no record is closed, and nothing else is', async () => {
    const host = await newHost();
    const roomId = await world.room(owner);
    const hana = await world.joined(roomId, owner);
    await world.stop();
    host.hangUp();
    const strange = { meetingId: MeetingId.parse(randomUUID()), sessionId: MediaSessionId.parse(randomUUID()) };
    const someone = ParticipantId.parse(IdentityId.parse(randomUUID()));
    const [known] = host.sessions.values();
    host.sessions.set(strange.sessionId, {
      ...known!,
      wish: { ...strange, participantId: someone, ...BROWSER, consumers: [] },
    });
    await world.start();
    await host.dial(world.url);
    await eventually(() => host.sessions.size !== 1 && 'the end of the strange session');
    expect(host.sessionOf(hana.joined.participantId)).toBeDefined();
  });
});
