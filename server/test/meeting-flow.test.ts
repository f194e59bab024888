import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Refusal, type GuestIssued, type RoomId } from '#contracts';
import { FakeHost } from './support/fake-host.js';
import { publication } from './support/media.js';
import { eventually, World } from './support/world.js';

const GRACE_MS = 1_000;

let world: World;
let host: FakeHost;
let owner: GuestIssued;
let roomId: RoomId;

beforeAll(async () => {
  world = await World.open({ SEAT_GRACE_MS: String(GRACE_MS) });
  host = new FakeHost();
  await host.dial(world.url);
  owner = await world.guest();
  await eventually(() => host.askedFor('host.describe').length === 0 && 'the question what the host is');
});
afterAll(async () => {
  host.hangUp();
  await world.close();
});

function refusal(): Refusal {
  return new Refusal('unavailable', 'Not now.');
}

async function newRoom(): Promise<RoomId> {
  roomId = await world.room(owner);
  return roomId;
}

async function figures(): Promise<Record<'meetings' | 'people' | 'joins', number>> {
  const metrics = await (await fetch(`${world.url}/metrics`)).text();
  const valueOf = (line: string) =>
    Number(
      metrics
        .split('\n')
        .find((one) => one.startsWith(`${line} `))
        ?.split(' ')[1] ?? 0,
    );
  return {
    meetings: valueOf('parley_meetings_open_count'),
    people: valueOf('parley_people_count'),
    joins: valueOf('parley_signalling_request_duration_seconds_count{request="meeting.join"}'),
  };
}

describe('joining', () => {
  it('takes one request to the host, and its answer holds everything', async () => {
    await newRoom();
    const hana = await world.joined(roomId, owner);
    await hana.ask('media.publish', publication('microphone'));
    const before = host.asked.length;
    const gus = await world.joined(roomId);
    expect(host.asked.slice(before).map(({ name }) => name)).toEqual(['session.open']);

    expect(gus.joined.iceServers).toEqual([]);
    expect(gus.joined.media.consumers).toMatchObject([
      { participantId: hana.joined.participantId, source: 'microphone' },
    ]);
    expect(gus.joined.snapshot.participants).toMatchObject([
      {
        participantId: hana.joined.participantId,
        role: 'host',
        isConnected: true,
        sources: [{ source: 'microphone', isPaused: false }],
      },
      { participantId: gus.joined.participantId, role: 'participant', isConnected: true, sources: [] },
    ]);
  });

  it('is told to the others and not to the one who joined', async () => {
    await newRoom();
    const hana = await world.joined(roomId, owner);
    const gus = await world.joined(roomId);
    await eventually(() => hana.all('participant.joined').length === 0 && 'the news that Gus joined');
    expect(hana.all('participant.joined')).toMatchObject([
      { seq: hana.joined.snapshot.seq + 1, participant: { participantId: gus.joined.participantId } },
    ]);
    expect(gus.heard).toEqual([]);
  });

  it('is counted for the operator, with how long it took', async () => {
    const before = await figures();
    const hana = await world.joined(await newRoom(), owner);
    await world.joined(roomId);
    expect(await figures()).toEqual({
      meetings: before.meetings + 1,
      people: before.people + 2,
      joins: before.joins + 2,
    });
    await hana.ask('meeting.leave', {});
    expect((await figures()).people).toBe(before.people + 1);
  });

  it('twice with one key gives the same seat and the same media', async () => {
    await newRoom();
    const person = await world.person();
    const joinKey = randomUUID();
    const first = await person.join(roomId, 'Somebody', joinKey);
    const second = await person.join(roomId, 'Somebody', joinKey);
    expect(second.participantId).toBe(first.participantId);
    expect(second.media.sessionId).toBe(first.media.sessionId);
    expect(second.snapshot.participants).toHaveLength(1);
  });

  it('is refused, and leaves no seat behind, when the media host refuses', async () => {
    await newRoom();
    const hana = await world.joined(roomId, owner);
    const gus = await world.person();
    host.before = (name) => {
      if (name === 'session.open') throw refusal();
    };
    await expect(gus.join(roomId)).rejects.toMatchObject({ name: 'Refusal' });
    host.before = () => undefined;
    expect((await hana.ask('meeting.sync', {})).participants).toHaveLength(1);
    await gus.join(roomId);
    await eventually(() => hana.all('participant.joined').length !== 1 && 'one arrival');
  });

  it('of fifty at once seats each of them, and everybody agrees on who is there', async () => {
    await newRoom();
    const people = await Promise.all(Array.from({ length: 50 }, () => world.person()));
    const seats = await Promise.all(people.map((person) => person.join(roomId)));
    expect(new Set(seats.map(({ participantId }) => participantId)).size).toBe(50);
    const views = await Promise.all(people.map((person) => person.ask('meeting.sync', {})));
    expect(new Set(views.map(({ participants, seq }) => JSON.stringify([participants, seq]))).size).toBe(1);
    // Whoever heard something heard it after their own answer, without a gap.
    for (const [index, person] of people.entries()) {
      const seqs = person
        .all('participant.joined')
        .map(({ seq }) => seq)
        .filter((seq) => seq > seats[index]!.snapshot.seq);
      expect(seqs).toEqual(seqs.map((_, n) => seats[index]!.snapshot.seq + 1 + n));
      expect(seats[index]!.snapshot.seq + seqs.length).toBe(50);
    }
  });
});

describe('what is published', () => {
  it('reaches the others paused, flows when they are ready, and ends for them', async () => {
    await newRoom();
    const hana = await world.joined(roomId, owner);
    const gus = await world.joined(roomId);
    const received = () => host.receivedBy(gus.joined.participantId);
    const camera = publication('camera');
    await hana.ask('media.publish', camera);
    await hana.ask('media.publish', camera);
    await eventually(() => gus.all('media.opened').length === 0 && 'the offer of the camera');
    const consumerIds = gus.all('media.opened')[0]!.consumers.map(({ consumerId }) => consumerId);
    expect(received()).toEqual([`${hana.joined.participantId}/camera/waits`]);
    await gus.ask('media.ready', { consumerIds });
    expect(received()).toEqual([`${hana.joined.participantId}/camera/flows`]);

    await hana.ask('media.unpublish', { source: 'camera' });
    await eventually(() => gus.all('media.closed').length === 0 && 'the end of the camera');
    expect(gus.all('media.closed')).toEqual([{ consumerIds }]);
    expect((await gus.ask('meeting.sync', {})).participants[0]?.sources).toEqual([]);
  });

  it('is shown as it is heard: paused on the host as on the screens', async () => {
    await newRoom();
    const hana = await world.joined(roomId, owner);
    const gus = await world.joined(roomId);
    const microphone = publication('microphone');
    // The mute overtakes the opening, as a quick finger does.
    await Promise.all([
      hana.ask('media.publish', microphone),
      hana.ask('media.setPaused', { source: 'microphone', isPaused: true }),
    ]);
    const onHost = () => host.sessionOf(hana.joined.participantId)?.producers.get(microphone.producerId);
    expect(onHost()).toMatchObject({ isPaused: true });
    expect((await gus.ask('meeting.sync', {})).participants[0]?.sources).toEqual([
      { source: 'microphone', isPaused: true },
    ]);
    await hana.ask('media.setPaused', { source: 'microphone', isPaused: false });
    expect(onHost()).toMatchObject({ isPaused: false });
  });

  it('takes the place of what was published of the same source', async () => {
    await newRoom();
    const hana = await world.joined(roomId, owner);
    const gus = await world.joined(roomId);
    await hana.ask('media.publish', publication('camera'));
    await eventually(() => gus.all('media.opened').length !== 1 && 'the first camera');
    await hana.ask('media.publish', publication('camera'));
    await eventually(() => gus.all('media.opened').length !== 2 && 'the second camera');
    await eventually(() => host.receivedBy(gus.joined.participantId).length !== 1 && 'the end of the first');
    expect(host.sessionOf(hana.joined.participantId)?.producers.size).toBe(1);
  });

  it('cannot name a stream of somebody else, or carry what its source does not', async () => {
    await newRoom();
    const hana = await world.joined(roomId, owner);
    const gus = await world.joined(roomId);
    const camera = publication('camera');
    await hana.ask('media.publish', camera);
    await expect(gus.ask('media.publish', camera)).rejects.toMatchObject({ code: 'conflict' });
    await expect(gus.ask('media.publish', { ...publication('camera'), source: 'microphone' })).rejects.toMatchObject({
      code: 'invalid-input',
    });
    expect((await gus.ask('meeting.sync', {})).participants[1]?.sources).toEqual([]);
  });

  it('stays off when the host refuses it', async () => {
    await newRoom();
    const hana = await world.joined(roomId, owner);
    host.before = (name) => {
      if (name === 'producer.open') throw refusal();
    };
    await expect(hana.ask('media.publish', publication('camera'))).rejects.toMatchObject({ name: 'Refusal' });
    host.before = () => undefined;
    expect((await hana.ask('meeting.sync', {})).participants[0]?.sources).toEqual([]);
  });

  it('is offered in the end although the host refused at first', async () => {
    await newRoom();
    const hana = await world.joined(roomId, owner);
    const gus = await world.joined(roomId);
    let refusedCount = 0;
    host.before = (name) => {
      if (name !== 'consumer.open' || refusedCount >= 3) return;
      refusedCount += 1;
      throw refusal();
    };
    await hana.ask('media.publish', publication('camera'));
    await eventually(() => gus.all('media.opened').length === 0 && 'the offer');
    host.before = () => undefined;
    expect(refusedCount).toBe(3);
    expect(host.receivedBy(gus.joined.participantId)).toHaveLength(1);
  });
});

it('who speaks is told to everyone in that meeting, and to nobody else', async () => {
  const hana = await world.joined(await newRoom(), owner);
  const gus = await world.joined(roomId);
  const elsewhere = await world.joined(await newRoom());
  const { meetingId } = hana.joined.snapshot;
  const speakers = [{ participantId: gus.joined.participantId, levelDbov: -20 }];
  host.tell('room.speaking', { meetingId, speakers });
  for (const person of [hana, gus]) await eventually(() => person.all('meeting.speaking').length === 0 && 'the news');
  expect(hana.all('meeting.speaking')).toEqual([{ speakers }]);
  host.tell('room.speaking', { meetingId, speakers: [] });
  await eventually(() => hana.all('meeting.speaking').length !== 2 && 'the silence');
  expect(elsewhere.all('meeting.speaking')).toEqual([]);
});

it('of two changes in one moment, who speaks is told as it is after the second', async () => {
  const hana = await world.joined(await newRoom(), owner);
  const { meetingId } = hana.joined.snapshot;
  const speakers = [{ participantId: hana.joined.participantId, levelDbov: -20 }];
  host.tell('room.speaking', { meetingId, speakers });
  host.tell('room.speaking', { meetingId, speakers: [] });
  await eventually(() => hana.all('meeting.speaking').at(-1)?.speakers.length !== 0 && 'the silence');
});

describe('leaving', () => {
  it('closes the media and is told at once', async () => {
    await newRoom();
    const hana = await world.joined(roomId, owner);
    const gus = await world.joined(roomId);
    await gus.ask('meeting.leave', {});
    await eventually(() => hana.all('participant.left').length === 0 && 'the news');
    expect(hana.all('participant.left')).toMatchObject([{ participantId: gus.joined.participantId, reason: 'left' }]);
    await eventually(() => host.sessionOf(gus.joined.participantId) !== undefined && 'the end of the session');
    expect(gus.all('participant.left')).toEqual([]);
    await expect(gus.ask('meeting.sync', {})).rejects.toMatchObject({ code: 'seat-lost' });
    await expect(gus.resume(roomId, gus.joined)).rejects.toMatchObject({ code: 'seat-lost' });
  });

  it('by the last one ends the meeting and its media; the room stays open for the next', async () => {
    await newRoom();
    const hana = await world.joined(roomId, owner);
    await hana.ask('meeting.leave', {});
    await eventually(() => host.askedFor('room.close').length === 0 && 'the end of the room on the host');
    const again = await hana.join(roomId);
    expect(again.snapshot.meetingId).not.toBe(hana.joined.snapshot.meetingId);
    const rows = await world.query(
      'SELECT ended_at IS NULL AS open FROM meetings WHERE room_id = $1 ORDER BY started_at',
      [roomId],
    );
    expect(rows).toEqual([{ open: false }, { open: true }]);
  });

  it('without a word keeps the seat for the grace period, then gives it up as lost', async () => {
    await newRoom();
    const hana = await world.joined(roomId, owner);
    const gus = await world.joined(roomId);
    gus.browser.disconnect();
    await eventually(() => hana.all('participant.changed').length === 0 && 'the loss of the connection');
    expect(hana.all('participant.changed')).toMatchObject([{ participant: { isConnected: false } }]);
    expect(host.sessionOf(gus.joined.participantId)).toBeDefined();
    await eventually(() => hana.all('participant.left').length === 0 && 'the end of the seat');
    expect(hana.all('participant.left')).toMatchObject([{ reason: 'lost' }]);
    await eventually(() => host.sessionOf(gus.joined.participantId) !== undefined && 'the end of the session');
  });

  it('by a host for everyone closes the link; a guest may not', async () => {
    await newRoom();
    const hana = await world.joined(roomId, owner);
    const gus = await world.joined(roomId);
    await expect(gus.ask('meeting.end', {})).rejects.toMatchObject({ code: 'forbidden' });
    await hana.ask('meeting.end', {});
    for (const person of [hana, gus]) await eventually(() => person.all('meeting.ended').length === 0 && 'the end');
    await eventually(() => host.sessionOf(gus.joined.participantId) !== undefined && 'the end of the session');
    await expect(gus.join(roomId)).rejects.toMatchObject({ code: 'meeting-ended' });
  });
});
