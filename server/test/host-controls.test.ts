import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  Attendance,
  AuditLog,
  PERMISSIONS,
  type GuestIssued,
  type Permission,
  type Refusal,
  type RoomId,
  type TimerPresetId,
} from '#contracts';
import { endOf } from './support/browser.js';
import { FakeHost } from './support/fake-host.js';
import { publication } from './support/media.js';
import { eventually, World, type Person } from './support/world.js';

const GRACE_MS = 1_000;

let world: World;
let media: FakeHost;
let owner: GuestIssued;
let roomId: RoomId;

beforeAll(async () => {
  world = await World.open({ SEAT_GRACE_MS: String(GRACE_MS) });
  media = new FakeHost();
  await media.dial(world.url);
  owner = await world.guest();
  await eventually(() => media.askedFor('host.describe').length === 0 && 'the question what the host is');
});
afterAll(async () => {
  media.hangUp();
  await world.close();
});
beforeEach(async () => {
  roomId = await world.room(owner);
});

async function hostAndGuest() {
  const hana = await world.joined(roomId, owner);
  const gus = await world.joined(roomId);
  return { hana, gus, gusId: gus.joined.participantId };
}

/** What the media host does with somebody's source: undefined when it has none. */
function isPausedThere(participantId: string, source = 'microphone'): boolean | undefined {
  const producers = [...(media.sessionOf(participantId)?.producers.values() ?? [])];
  return producers.find((one) => one.source === source)?.isPaused;
}

describe('mute that holds', () => {
  it('is enforced before the answer, told to everybody, and not undone by a publication', async () => {
    const { hana, gus, gusId } = await hostAndGuest();
    await gus.ask('media.publish', publication('microphone'));
    await hana.ask('host.mute', { participantId: gusId });
    expect(isPausedThere(gusId)).toBe(true);

    await gus.ask('media.publish', publication('microphone'));
    expect(isPausedThere(gusId)).toBe(true);
    await eventually(() => gus.all('sources.paused').length < 2 && 'the news that it began silent');
    expect(hana.all('sources.paused')[0]).toMatchObject({ source: 'microphone', participantIds: [gusId] });

    await gus.ask('media.setPaused', { source: 'microphone', isPaused: false });
    expect(isPausedThere(gusId)).toBe(false);
  });

  it('without leave to unmute cannot be undone by whatever the client sends', async () => {
    const { hana, gus, gusId } = await hostAndGuest();
    await gus.ask('media.publish', publication('microphone'));
    await hana.ask('host.muteAll', { mayUnmute: false });
    expect(isPausedThere(gusId)).toBe(true);
    const forbidden = { code: 'forbidden' };
    await expect(gus.ask('media.setPaused', { source: 'microphone', isPaused: false })).rejects.toMatchObject(
      forbidden,
    );
    await expect(gus.ask('media.publish', publication('microphone'))).rejects.toMatchObject(forbidden);
    await expect(gus.ask('host.setPermission', { permission: 'speak', isAllowed: true })).rejects.toMatchObject(
      forbidden,
    );
    expect(isPausedThere(gusId)).toBe(true);

    await hana.ask('host.setPermission', { permission: 'speak', isAllowed: true });
    expect(isPausedThere(gusId)).toBe(true);
  });

  it('reaches what is being published at that very moment', async () => {
    const { hana, gus, gusId } = await hostAndGuest();
    let muted: Promise<unknown> | undefined;
    media.before = async (name) => {
      if (name !== 'producer.open') return;
      media.before = () => undefined;
      muted = hana.ask('host.muteAll', { mayUnmute: true });
      await muted;
    };
    await gus.ask('media.publish', publication('microphone'));
    expect(muted).toBeDefined();
    expect(isPausedThere(gusId)).toBe(true);
  });

  it('is one event for everybody at once, and spares the hosts', async () => {
    const { hana, gus } = await hostAndGuest();
    const third = await world.joined(roomId);
    for (const person of [hana, gus, third]) await person.ask('media.publish', publication('microphone'));
    await hana.ask('host.muteAll', { mayUnmute: true });
    await eventually(() => third.all('sources.paused').length === 0 && 'the news');
    const ids = [gus.joined.participantId, third.joined.participantId];
    expect(third.all('sources.paused')).toMatchObject([{ participantIds: ids }]);
    expect(third.all('host.acted')).toMatchObject([{ act: 'muted-all', actorId: hana.joined.participantId }]);
    expect(isPausedThere(hana.joined.participantId)).toBe(false);
  });

  it('keeps a source from being published while it is withheld, and asks without opening anything', async () => {
    const { hana, gus, gusId } = await hostAndGuest();
    await hana.ask('host.setPermission', { permission: 'camera', isAllowed: false });
    await expect(gus.ask('media.publish', publication('camera'))).rejects.toMatchObject({ code: 'forbidden' });
    expect(isPausedThere(gusId, 'camera')).toBeUndefined();

    await hana.ask('host.mute', { participantId: gusId, mayUnmute: false });
    await hana.ask('host.askToUnmute', { participantId: gusId });
    await eventually(() => gus.all('unmute.asked').length === 0 && 'the question');
    expect(hana.all('unmute.asked')).toEqual([]);
    expect(isPausedThere(gusId)).toBeUndefined();
    await gus.ask('media.publish', publication('microphone'));
    expect(isPausedThere(gusId)).toBe(false);
  });
});

describe('what is withheld from one person', () => {
  const tries: Readonly<Record<Permission, (person: Person) => Promise<unknown>>> = {
    speak: (person) => person.ask('media.publish', publication('microphone')),
    camera: (person) => person.ask('media.publish', publication('camera')),
    share: (person) => person.ask('media.publish', publication('screen')),
    chat: async (person) => {
      const { conversation } = await person.ask('chat.open', { roomId });
      const { conversationId } = conversation;
      await person.ask('chat.send', { conversationId, key: randomUUID(), text: 'Hello' });
    },
    reactions: (person) => person.ask('reaction.send', { reaction: 'clap' }),
    rename: (person) => person.ask('participant.rename', { name: 'Another' }),
  };

  it.each(PERMISSIONS)('%s: is refused to them alone, until a host gives it back', async (permission) => {
    const { hana, gus, gusId } = await hostAndGuest();
    const third = await world.joined(roomId);
    await hana.ask('host.setPermission', { permission, isAllowed: false, participantId: gusId });
    await expect(tries[permission](gus)).rejects.toMatchObject({ code: 'forbidden' });
    await tries[permission](third);
    await hana.ask('host.setPermission', { permission, isAllowed: true, participantId: gusId });
    await tries[permission](gus);
  });
});

describe('removing', () => {
  it('closes the transports first and the connection second, and there is no way back', async () => {
    const { hana, gus, gusId } = await hostAndGuest();
    await gus.ask('media.publish', publication('microphone'));
    const ended = endOf(gus.browser);
    let wasConnected: boolean | undefined;
    media.before = (name) => {
      if (name === 'session.close') wasConnected = gus.browser.connected;
    };
    await hana.ask('host.remove', { participantId: gusId });
    media.before = () => undefined;
    expect(media.sessionOf(gusId)).toBeUndefined();
    expect(wasConnected).toBe(true);
    await ended;
    expect(gus.heard.at(-1)?.name).toBe('seat.removed');

    const again = await world.person(gus.guest);
    await expect(again.join(roomId, 'Another name')).rejects.toMatchObject({ code: 'removed' });
    await expect(again.ask('lobby.knock', { roomId, name: 'G', joinKey: randomUUID() })).rejects.toMatchObject({
      code: 'removed',
    });
    await expect(again.resume(roomId, gus.joined)).rejects.toMatchObject({ code: 'seat-lost' });
  });

  it('takes effect at once for whatever is on its way', async () => {
    const { hana, gus, gusId } = await hostAndGuest();
    const sent = Array.from({ length: 30 }, (_, index) =>
      index === 10
        ? hana.ask('host.remove', { participantId: gusId })
        : gus.ask('hand.raise', {}).catch((thrown: Refusal) => thrown.code),
    );
    await sent[10];
    const view = await hana.ask('meeting.sync', {});
    expect(view.participants.map(({ participantId }) => participantId)).toEqual([hana.joined.participantId]);
    expect(view.controls.hands.queue).toEqual([]);
    gus.browser.disconnect();
    await Promise.allSettled(sent);
  });

  it('outlives the server', async () => {
    const { hana, gusId, gus } = await hostAndGuest();
    await hana.ask('host.remove', { participantId: gusId });
    await world.stop();
    await world.start();
    await media.dial(world.url);
    const back = await world.person(owner);
    await back.resume(roomId, hana.joined);
    const again = await world.person(gus.guest);
    await expect(again.join(roomId)).rejects.toMatchObject({ code: 'removed' });
  });
});

describe('the lobby', () => {
  it('gives who waits nothing but their own state', async () => {
    const { hana, gus } = await hostAndGuest();
    await hana.ask('host.setAccess', { isLobbyOn: true });
    const walt = await world.person();
    await expect(walt.join(roomId, 'Walt')).rejects.toMatchObject({ code: 'lobby' });
    expect(await walt.ask('lobby.knock', { roomId, name: 'Walt', joinKey: randomUUID() })).toEqual({
      state: 'waiting',
    });
    await eventually(() => hana.all('lobby.changed').length === 0 && 'the knock');
    expect(gus.all('lobby.changed')).toEqual([]);

    await gus.ask('hand.raise', {});
    await gus.ask('media.publish', publication('microphone'));
    for (const name of ['meeting.sync', 'hand.raise', 'lobby.admitAll'] as const) {
      await expect(walt.ask(name, {})).rejects.toMatchObject({ code: 'seat-lost' });
    }
    await hana.ask('lobby.tell', { text: 'One moment, please.' });
    await eventually(() => walt.all('lobby.told').length === 0 && 'the message');
    expect(walt.heard).toEqual([{ name: 'lobby.told', payload: { text: 'One moment, please.' } }]);
  });

  it('lets in whom a host admits, with the same key, and turns away whom they deny', async () => {
    const { hana } = await hostAndGuest();
    await hana.ask('host.setAccess', { isLobbyOn: true });
    const [walt, mallory] = [await world.person(), await world.person()];
    const joinKey = randomUUID();
    await walt.ask('lobby.knock', { roomId, name: 'Walt', joinKey });
    await mallory.ask('lobby.knock', { roomId, name: 'Mallory', joinKey: randomUUID() });
    const { host } = await hana.ask('meeting.sync', {});
    const idOf = (name: string) => host!.waiting.find((one) => one.name === name)!.waitingId;
    await hana.ask('lobby.admit', { waitingId: idOf('Walt') });
    await hana.ask('lobby.deny', { waitingId: idOf('Mallory') });
    await eventually(() => walt.all('lobby.admitted').length === 0 && 'the admission');
    await eventually(() => mallory.all('lobby.denied').length === 0 && 'the denial');
    expect((await walt.join(roomId, 'Walt', joinKey)).snapshot.host).toBeUndefined();
    await expect(mallory.join(roomId)).rejects.toMatchObject({ code: 'removed' });
  });

  it('takes somebody back whose media ends first', async () => {
    const { hana, gus, gusId } = await hostAndGuest();
    await gus.ask('media.publish', publication('microphone'));
    await hana.ask('lobby.sendBack', { participantId: gusId });
    expect(media.sessionOf(gusId)).toBeUndefined();
    await eventually(() => gus.all('lobby.entered').length === 0 && 'the news');
    await expect(gus.ask('hand.raise', {})).rejects.toMatchObject({ code: 'seat-lost' });
    await expect(gus.join(roomId)).rejects.toMatchObject({ code: 'lobby' });
    await hana.ask('lobby.admitAll', {});
    await eventually(() => gus.all('lobby.admitted').length === 0 && 'the admission');
    const [{ joinKey }] = gus.all('lobby.entered') as [{ joinKey: string }];
    await gus.join(roomId, 'Gus', joinKey);
  });

  it('is one click in an emergency: strangers are out, and wait if they come again', async () => {
    const { hana, gus } = await hostAndGuest();
    const others = await Promise.all(Array.from({ length: 19 }, () => world.joined(roomId)));
    expect(await hana.ask('host.emergency', {})).toEqual({ removedCount: 20 });
    await eventually(() => others.some(({ browser }) => browser.connected) && 'the end of their connections');
    expect(
      [...media.sessions.values()].filter(({ wish }) => wish.meetingId === hana.joined.snapshot.meetingId),
    ).toHaveLength(1);
    for (const { guest } of [gus, ...others]) {
      const again = await world.person(guest);
      await expect(again.join(roomId, 'Somebody else')).rejects.toMatchObject({ code: 'lobby' });
      again.browser.disconnect();
    }
    await expect((await world.person()).join(roomId)).rejects.toMatchObject({ code: 'lobby' });
    const view = await hana.ask('meeting.sync', {});
    expect(view.controls.access).toEqual({ isLocked: true, isLobbyOn: true });
    expect(view.participants).toHaveLength(1);
  });
});

describe('hosts', () => {
  it('are succeeded after the grace period and not before, and take over again when they return', async () => {
    const { hana, gus, gusId } = await hostAndGuest();
    hana.browser.disconnect();
    const roleOf = (id: string) =>
      gus
        .all('participant.changed')
        .filter(({ participant }) => participant.participantId === id)
        .at(-1)?.participant.role;
    await eventually(() => gus.all('participant.changed').length === 0 && 'the loss');
    expect(roleOf(gusId)).toBeUndefined();
    await eventually(() => roleOf(gusId) !== 'host' && 'the succession');
    expect(gus.all('participant.left')).toHaveLength(1);
    await gus.ask('host.setAccess', { isLocked: true });

    await world.joined(roomId, owner);
    await eventually(() => roleOf(gusId) === 'host' && 'the handing back');
    await expect(gus.ask('host.setAccess', { isLocked: false })).rejects.toMatchObject({ code: 'forbidden' });
    expect(gus.all('host.acted').map(({ act }) => act)).toEqual(['took-over', 'locked', 'handed-back']);
  });

  it('make co-hosts, who have no say over them', async () => {
    const { hana, gus, gusId } = await hostAndGuest();
    await hana.ask('host.setRole', { participantId: gusId, role: 'cohost' });
    expect((await gus.ask('meeting.sync', {})).host).toBeDefined();
    const participantId = hana.joined.participantId;
    await expect(gus.ask('host.mute', { participantId })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(gus.ask('host.remove', { participantId })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(gus.ask('meeting.end', {})).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('timers', () => {
  async function preset(
    durationMs: number,
    hana: Awaited<ReturnType<typeof hostAndGuest>>['hana'],
  ): Promise<TimerPresetId> {
    const { controls } = await hana.ask('meeting.sync', {});
    return controls.timerPresets.find((one) => one.durationMs === durationMs)!.presetId;
  }

  it('are of a preset and of no other length, and survive the server', async () => {
    const { hana, gus } = await hostAndGuest();
    const presetId = await preset(300_000, hana);
    const [timerId, unknown] = [randomUUID() as never, randomUUID() as never];
    await expect(hana.ask('timer.start', { timerId, presetId: unknown })).rejects.toMatchObject({ code: 'not-found' });
    const timer = await hana.ask('timer.start', { timerId, presetId });
    await eventually(() => gus.all('timer.changed').length === 0 && 'the timer');
    expect(gus.all('timer.changed')[0]!.timer).toEqual(timer);
    await hana.ask('timer.extend', { timerId, presetId: await preset(30_000, hana) });
    await hana.ask('host.setAccess', { isLobbyOn: false, isLocked: true }); // Is answered once everything so far is stored.

    await world.stop();
    await world.start();
    await media.dial(world.url);
    const back = await world.person(owner);
    const { snapshot } = await back.resume(roomId, hana.joined);
    expect(timer.state.kind).toBe('running');
    const endsAtMs = timer.state.kind === 'running' ? timer.state.endsAtMs + 30_000 : 0;
    expect(snapshot.controls.timers).toMatchObject([{ timerId, durationMs: 330_000, state: { endsAtMs } }]);
    expect(snapshot.controls.access.isLocked).toBe(true);
  });
});

describe('what is kept', () => {
  async function report(path: string, guest: GuestIssued): Promise<Response> {
    return fetch(`${world.url}/api/v1/meetings/${path}`, { headers: { authorization: `Bearer ${guest.token}` } });
  }

  it('is for the host of the room only: who was there, and what hosts did', async () => {
    const { hana, gus, gusId } = await hostAndGuest();
    const { meetingId } = hana.joined.snapshot;
    await hana.ask('host.setRole', { participantId: gusId, role: 'cohost' });
    await gus.ask('host.setPermission', { permission: 'chat', isAllowed: false });
    gus.browser.disconnect();
    const back = await world.person(gus.guest);
    await back.resume(roomId, gus.joined);
    await back.ask('meeting.leave', {});
    await world.joined(roomId, gus.guest);

    for (const path of ['attendance', 'attendance.csv', 'audit']) {
      expect((await report(`${meetingId}/${path}`, gus.guest)).status).toBe(404);
    }
    const isWritten = async () => AuditLog.parse(await (await report(`${meetingId}/audit`, owner)).json()).lines;
    let lines = await isWritten();
    for (let turn = 0; turn < 200 && lines.length < 2; turn += 1) lines = await isWritten();
    expect(lines).toMatchObject([
      { act: 'made-cohost', actorId: hana.joined.participantId, targetId: gusId },
      { act: 'withheld', actorId: gusId, detail: 'chat' },
    ]);
    const { attendees } = Attendance.parse(await (await report(`${meetingId}/attendance`, owner)).json());
    expect(attendees).toHaveLength(2);
    expect(attendees[1]!.intervals.length).toBeLessThanOrEqual(2);
    const csv = await report(`${meetingId}/attendance.csv`, owner);
    expect(csv.headers.get('content-type')).toContain('text/csv');
    expect((await csv.text()).split('\r\n')).toHaveLength(4);
  });
});

it('reactions are shown to everybody, and limited', async () => {
  const { hana, gus } = await hostAndGuest();
  const outcomes = await Promise.all(
    Array.from({ length: 20 }, () =>
      gus.ask('reaction.send', { reaction: 'clap' }).then(
        () => 'sent',
        (thrown: Refusal) => thrown.code,
      ),
    ),
  );
  expect(outcomes.filter((one) => one === 'sent')).toHaveLength(10);
  expect(outcomes).toContain('too-many-requests');
  // Some may be missed by design; none that was refused is shown.
  await eventually(() => hana.all('reaction.sent').length === 0 && 'the reactions');
  expect(hana.all('reaction.sent').length).toBeLessThanOrEqual(10);
});
