import { randomUUID } from 'node:crypto';
import {
  IdentityId,
  type Asked,
  type GuestIssued,
  type ConversationId,
  type RoomId,
  type SignallingRequests,
} from '#contracts';
import { AccessTokens } from '../../src/identity/access-tokens.js';
import { BROWSER, publication } from './media.js';
import type { TableRole } from './role-table.js';
import type { Person, World } from './world.js';

type Requests = SignallingRequests;

/** A meeting with somebody of every role, and something of everything that has an id. */
export interface Stage {
  readonly roomId: RoomId;
  readonly people: Readonly<Record<TableRole, Person>>;
  /** In the meeting, and of no other use. */
  readonly victim: Person & { readonly joined: Awaited<ReturnType<Person['join']>> };
  readonly inputs: { readonly [K in keyof Requests]: Asked<Requests, K> };
}

/** Somebody with an account, as far as their token says so. */
export async function signedIn(world: World): Promise<GuestIssued> {
  const [accountId, sessionId] = [randomUUID(), randomUUID()];
  await world.query(`INSERT INTO accounts (account_id, email, name, created_at) VALUES ($1, $2, 'Ada', now())`, [
    accountId,
    `${accountId}@example.org`,
  ]);
  await world.query(
    `INSERT INTO sessions (session_id, account_id, device, created_at, last_used_at, generation) VALUES ($1, $2, 'd', now(), now(), 1)`,
    [sessionId, accountId],
  );
  const issued = await world.app.get(AccessTokens, { strict: false }).issue({ accountId, sessionId } as never);
  return { identityId: IdentityId.parse(accountId), token: issued.token, expiresAtMs: 0 };
}

export async function setStage(world: World): Promise<Stage> {
  const [owner, other] = [await world.guest(), await world.guest()];
  const roomId = await world.room(owner);
  const otherRoomId = await world.room(other);
  const host = await world.joined(roomId, owner);
  const [cohost, victim, removed, guest] = [
    await world.joined(roomId),
    await world.joined(roomId),
    await world.joined(roomId),
    await world.joined(roomId),
  ];
  const participant = await world.joined(roomId, await signedIn(world));
  const foreign = await world.joined(otherRoomId, other);
  for (const person of [host, cohost, victim, guest, participant, foreign])
    await person.ask('media.publish', publication('microphone'));
  await host.ask('host.setRole', { participantId: cohost.joined.participantId, role: 'cohost' });
  await host.ask('host.remove', { participantId: removed.joined.participantId });
  await host.ask('host.setAccess', { isLobbyOn: true });
  const [waiting, asleep] = [await world.person(), await world.person()];
  const joinKey = randomUUID();
  await waiting.ask('lobby.knock', { roomId, name: 'Walt', joinKey });
  await asleep.ask('lobby.knock', { roomId, name: 'Aslan', joinKey: randomUUID() });
  await victim.ask('hand.raise', {});
  const { controls, host: seen } = await host.ask('meeting.sync', {});
  const waitingId = seen!.waiting.find(({ name }) => name === 'Aslan')!.waitingId;
  const { presetId } = controls.timerPresets[0]!;
  const [timerId, topicId] = [randomUUID() as never, randomUUID() as never];
  await host.ask('timer.start', { timerId, presetId: controls.timerPresets.at(-1)!.presetId });
  const topic = { topicId, title: 'Welcome', plannedMs: 60_000 };
  await host.ask('agenda.set', { topics: [topic], isAutoAdvancing: false });
  const { conversation } = await victim.ask('chat.open', { roomId });
  const conversationId: ConversationId = conversation.conversationId;
  const { seq } = await victim.ask('chat.send', { conversationId, key: randomUUID(), text: 'Hello.' });
  const { participantId } = victim.joined;
  const one = { participantId };
  const callId = randomUUID() as never;
  return {
    roomId,
    victim,
    people: {
      waiting,
      guest,
      participant,
      cohost,
      host,
      removed: await world.person(removed.guest),
      'foreign-host': foreign,
    },
    inputs: {
      'meeting.prepare': { roomId, media: BROWSER },
      'meeting.join': { roomId, name: 'Somebody', joinKey, media: BROWSER },
      'meeting.resume': { roomId, participantId, resumeToken: 'x'.repeat(43), media: BROWSER, hasTransports: false },
      'meeting.sync': {},
      'meeting.leave': {},
      'meeting.part': {},
      'meeting.end': {},
      'seat.offer': {},
      'seat.redeem': { roomId, code: 'x'.repeat(43) },
      'seat.elsewhere': { roomId },
      'seat.move': { roomId, participantId, media: BROWSER },
      'seat.settle': {},
      'media.publish': publication('microphone'),
      'media.unpublish': { source: 'microphone' },
      'media.setPaused': { source: 'microphone', isPaused: true },
      'media.ready': { consumerIds: [randomUUID()] },
      'media.restartIce': { direction: 'send' },
      'media.renew': { media: BROWSER },
      'media.view': { tiles: [], pinnedIds: [] },
      'media.playout': { state: 'muted' },
      'media.audibility': { speakerId: participantId },
      'media.figures': one,
      'media.mend': { speakerId: participantId, listenerId: host.joined.participantId },
      'host.mute': one,
      'host.muteAll': { mayUnmute: true },
      'host.askToUnmute': one,
      'host.stopCamera': one,
      'host.stopShare': one,
      'host.setPermission': { permission: 'chat', isAllowed: false, participantId },
      'host.setRole': { participantId, role: 'cohost' },
      'host.remove': one,
      'host.setAccess': { isLocked: true },
      'host.emergency': {},
      'host.setStage': { spotlightIds: [participantId] },
      'participant.rename': { name: 'Somebody else' },
      'lobby.knock': { roomId, name: 'Walt', joinKey },
      'lobby.leave': {},
      'lobby.admit': { waitingId },
      'lobby.admitAll': {},
      'lobby.deny': { waitingId },
      'lobby.tell': { text: 'Soon.', waitingId },
      'lobby.sendBack': one,
      'hand.raise': {},
      'hand.lower': one,
      'hands.lowerAll': {},
      'hands.callNext': { expectedId: participantId },
      'hands.move': { participantId, toIndex: 0 },
      'hands.setOrder': { order: 'least-spoken' },
      'reaction.send': { reaction: 'clap' },
      'timer.start': { timerId: randomUUID(), presetId, targetId: participantId },
      'timer.pause': { timerId },
      'timer.resume': { timerId },
      'timer.extend': { timerId, presetId },
      'timer.cancel': { timerId },
      'agenda.set': { topics: [{ ...topic, title: 'Another' }], isAutoAdvancing: true },
      'agenda.go': { topicId },
      'chat.open': { roomId },
      'chat.list': {},
      'chat.start': { kind: 'private', participantId },
      'chat.send': { conversationId, key: randomUUID(), text: 'Hello there.' },
      'chat.range': { conversationId, fromSeq: seq, toSeq: seq },
      'chat.page': { conversationId, beforeSeq: seq },
      'chat.changes': { conversationId, afterChange: 0 },
      'chat.mark': { conversationId, deliveredSeq: seq },
      'chat.type': { conversationId },
      'chat.edit': { conversationId, seq, text: 'Changed.' },
      'chat.delete': { conversationId, seq },
      'chat.react': { conversationId, seq, reaction: '👍', isOn: true },
      'chat.mute': { conversationId, isMuted: true },
      'chat.search': { conversationId, words: 'hello' },
      'group.rename': { conversationId, title: 'Another' },
      'group.add': { conversationId, identityIds: [owner.identityId] },
      'group.remove': { conversationId, identityId: owner.identityId },
      'group.leave': { conversationId },
      'people.find': { search: 'a' },
      'presence.watch': { identityIds: [owner.identityId] },
      'presence.people': { roomId },
      'presence.set': { isAway: true },
      'presence.configure': { isVisible: false },
      'presence.own': {},
      'call.start': { conversationId: randomUUID(), callId, media: 'audio' },
      'call.accept': { callId },
      'call.decline': { callId },
      'call.hangUp': { callId },
      'call.add': { callId, identityIds: [randomUUID()] },
      'call.current': {},
    },
  };
}
