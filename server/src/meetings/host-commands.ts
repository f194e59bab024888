import { Refusal, WaitingId, type HostAct, type ParticipantId } from '#contracts';
import {
  actOf,
  requireNoHost,
  subjectOf,
  waitingAct,
  withAct,
  type Commands,
  type Outcome,
  type Scene,
} from './command.js';
import type { Knock } from './door.js';
import type { Aside, Change } from './meeting-fact.js';
import { isSteward, roleOf, viewOf, type Seat } from './seats.js';
import type { StageWish } from './stage-plan.js';

/** What hosts may do to people and to the door. */
export type HostCommandName =
  | 'host.mute'
  | 'host.muteAll'
  | 'host.askToUnmute'
  | 'host.stopCamera'
  | 'host.stopShare'
  | 'host.setPermission'
  | 'host.setRole'
  | 'host.remove'
  | 'host.setAccess'
  | 'host.emergency'
  | 'host.setStage'
  | 'participant.rename'
  | 'lobby.admit'
  | 'lobby.admitAll'
  | 'lobby.deny'
  | 'lobby.tell'
  | 'lobby.sendBack';

/**
 * One line per command: who may give it, and what it does. Each checks before it changes anything, so that a refused one
 * leaves no trace; asked twice, it finds its effect and says nothing more.
 */
export const HOST_COMMANDS: Commands<HostCommandName> = {
  'host.mute': {
    may: 'stewards',
    run: (scene, { participantId, mayUnmute }) => {
      const seat = subjectOf(scene, participantId);
      const { moderation, rules } = scene.parts;
      const withheld = mayUnmute && rules.mayUnmuteThemselves ? [] : moderation.setForOne(seat, 'speak', false);
      return withAct(scene, [...withheld, ...moderation.stop([seat], 'microphone')], { act: 'muted', target: seat });
    },
  },
  'host.muteAll': {
    may: 'stewards',
    run: (scene, { mayUnmute }) => {
      const { moderation, rules } = scene.parts;
      const withheld = mayUnmute && rules.mayUnmuteThemselves ? [] : moderation.setForAll('speak', false);
      return withAct(scene, [...withheld, ...moderation.stop(moderation.others(), 'microphone')], { act: 'muted-all' });
    },
  },
  'host.askToUnmute': {
    may: 'stewards',
    run: (scene, { participantId }) => {
      const seat = scene.parts.seats.target(participantId);
      const leave = scene.parts.moderation.setForOne(seat, 'speak', true);
      const asked: Aside = { kind: 'unmute.asked', participantId, actorId: scene.by.participantId };
      return withAct(scene, [...leave, asked], { act: 'asked-to-unmute', target: seat });
    },
  },
  'host.stopCamera': {
    may: 'stewards',
    run: (scene, { participantId }) => {
      const seat = subjectOf(scene, participantId);
      return withAct(scene, scene.parts.moderation.stop([seat], 'camera'), { act: 'stopped-camera', target: seat });
    },
  },
  'host.stopShare': {
    may: 'stewards',
    run: (scene, { participantId }) => {
      const seat = subjectOf(scene, participantId);
      const { moderation } = scene.parts;
      const stopped = [...moderation.stop([seat], 'screen'), ...moderation.stop([seat], 'screen-audio')];
      return withAct(scene, stopped, { act: 'stopped-share', target: seat });
    },
  },
  'host.setPermission': {
    may: 'stewards',
    run: (scene, { permission, isAllowed, participantId }) => {
      const { moderation } = scene.parts;
      const act: HostAct = isAllowed ? 'allowed' : 'withheld';
      if (participantId === undefined) {
        return withAct(scene, moderation.setForAll(permission, isAllowed), { act, permission });
      }
      const seat = subjectOf(scene, participantId);
      // What nobody can withhold from a host or a co-host is no news of theirs.
      const changes = isSteward(seat) ? [] : moderation.setForOne(seat, permission, isAllowed);
      return withAct(scene, changes, { act, target: seat, permission });
    },
  },
  'host.setRole': {
    may: 'hosts',
    run: (scene, { participantId, role }) => {
      const seat = scene.parts.seats.target(participantId);
      if (roleOf(seat) === 'host') throw new Refusal('forbidden', 'A host stays a host.');
      if (seat.role === role) return [];
      seat.role = role;
      const changes: Change[] = [{ kind: 'participant.changed', participant: viewOf(seat) }];
      const silenced = scene.parts.moderation.silence([seat]);
      return withAct(scene, [...changes, ...silenced], {
        act: role === 'cohost' ? 'made-cohost' : 'made-participant',
        target: seat,
      });
    },
  },
  'host.remove': {
    may: 'stewards',
    run: (scene, { participantId, isBanned }) => {
      const seat = removable(scene, participantId);
      scene.parts.door.bar(seat.identityId);
      const waiting = scene.parts.door.queue().filter(({ identityId }) => identityId === seat.identityId);
      // Their other tabs as well: it is the person who is removed.
      const gone = scene.parts.seats.of(seat.identityId).flatMap((one) => scene.vacate(one, 'removed'));
      const denied = waiting.flatMap((knock) => scene.parts.door.deny(knock));
      return [...actOf(scene, { act: isBanned ? 'banned' : 'removed', target: seat }), ...gone, ...denied];
    },
  },
  'host.setAccess': {
    may: 'stewards',
    run: (scene, { isLocked, isLobbyOn }) => {
      const { door } = scene.parts;
      const before = door.access;
      const changes = door.setAccess({
        ...(isLocked !== undefined && { isLocked }),
        ...(isLobbyOn !== undefined && { isLobbyOn }),
      });
      const { access } = door;
      const lock =
        access.isLocked === before.isLocked ? [] : actOf(scene, { act: access.isLocked ? 'locked' : 'unlocked' });
      const lobby =
        access.isLobbyOn === before.isLobbyOn ? [] : actOf(scene, { act: access.isLobbyOn ? 'lobby-on' : 'lobby-off' });
      return [...changes, ...lock, ...lobby];
    },
  },
  'host.emergency': {
    may: 'stewards',
    run: (scene) => {
      const { door, seats } = scene.parts;
      const strangers = seats.all().filter((seat) => !isSteward(seat) && seat.isGuest && !seat.wasLetIn);
      const changes = door.setAccess({ isLocked: true, isLobbyOn: true });
      if (changes.length === 0 && strangers.length === 0) return [];
      // Among intruders there may be somebody who belongs here: they may knock, and a host decides.
      for (const { identityId } of strangers) door.makeWait(identityId);
      return [
        ...actOf(scene, { act: 'emergency' }),
        ...changes,
        ...strangers.flatMap((seat) => scene.vacate(seat, 'removed')),
      ];
    },
  },
  'host.setStage': {
    may: 'stewards',
    run: (scene, wish) => {
      const named = [...(wish.spotlightIds ?? []), ...(wish.tileOrderIds ?? [])];
      for (const participantId of new Set(named)) scene.parts.seats.target(participantId);
      const [spotlitId] = wish.spotlightIds ?? [];
      const target = spotlitId === undefined ? undefined : scene.parts.seats.get(spotlitId);
      return withAct(scene, scene.parts.stage.set(wish), { act: 'stage-set', target, detail: stageWords(wish) });
    },
  },
  'participant.rename': {
    may: 'everyone',
    run: ({ parts, by }, { name }) => {
      parts.moderation.require(by, 'rename');
      if (by.name === name) return [];
      by.name = name;
      const marked = parts.looks.meet(by);
      return [{ kind: 'participant.changed', participant: viewOf(by) }, ...marked];
    },
  },
  'lobby.admit': {
    may: 'stewards',
    run: (scene, { waitingId }) => admit(scene, [scene.parts.door.waiting(waitingId)]),
  },
  'lobby.admitAll': { may: 'stewards', run: (scene) => admit(scene, scene.parts.door.queue()) },
  'lobby.deny': {
    may: 'stewards',
    run: (scene, { waitingId }) => {
      const knock = scene.parts.door.waiting(waitingId);
      return [...scene.parts.door.deny(knock), ...waitingAct(scene, 'denied', knock)];
    },
  },
  'lobby.tell': {
    may: 'stewards',
    run: (scene, { text, waitingId }) => {
      const { door } = scene.parts;
      const knocks = waitingId === undefined ? door.queue() : [door.waiting(waitingId)];
      return withAct(scene, door.tell(knocks, text), { act: 'told-lobby' });
    },
  },
  'lobby.sendBack': {
    may: 'stewards',
    run: (scene, { participantId }) => {
      const seat = removable(scene, participantId);
      scene.parts.door.makeWait(seat.identityId);
      const act = actOf(scene, { act: 'moved-to-lobby', target: seat });
      const others = scene.parts.seats.of(seat.identityId).filter((one) => one !== seat);
      const joinKey = scene.newId();
      const { identityId, name, isGuest, isLookAlike } = seat;
      const waitingId = WaitingId.parse(scene.newId());
      const gone = [...others, seat].flatMap((one) => scene.vacate(one, 'moved-to-lobby'));
      const knock = scene.parts.door.knock({
        waitingId,
        identityId,
        name,
        isGuest,
        isLookAlike,
        joinKey,
        atMs: scene.atMs,
      });
      return [...act, ...gone, ...knock.facts, { kind: 'waiting.entered', waitingId, participantId, joinKey }];
    },
  },
};

/** Somebody who can be sent away. @throws {Refusal} `not-found`, `forbidden`. */
function removable(scene: Scene, participantId: ParticipantId): Seat {
  const seat = subjectOf(scene, participantId);
  requireNoHost(seat);
  return seat;
}

function admit(scene: Scene, knocks: readonly Knock[]): Outcome {
  return [...scene.parts.door.admit(knocks), ...knocks.flatMap((knock) => waitingAct(scene, 'admitted', knock))];
}

/** For the audit log: which parts of the stage were set. */
function stageWords({ spotlightIds, tileOrderIds, layout }: StageWish): string {
  const parts = [
    spotlightIds && (spotlightIds.length === 0 ? 'no spotlight' : 'spotlight'),
    tileOrderIds && 'order of tiles',
    layout === null ? 'no layout' : layout && `layout: ${layout}`,
  ];
  return parts.filter((part) => part !== undefined).join(', ');
}
