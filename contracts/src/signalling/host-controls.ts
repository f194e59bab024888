import { z } from 'zod';
import { ParticipantId } from '../ids.js';
import { PARTICIPANTS_MAX_COUNT } from '../limits.js';
import { MediaSource } from '../media.js';
import { event, request } from '../wire.js';
import { DisplayName } from './participant.js';
import { Permission, Permissions } from './permissions.js';
import { Seq } from './seq.js';

/** Who may come in. */
export const Access = z.strictObject({
  /** Nobody new may join. Seats that are kept can still be resumed. */
  isLocked: z.boolean(),
  /** Newcomers wait until a host lets them in. */
  isLobbyOn: z.boolean(),
});
export type Access = z.output<typeof Access>;

export const SPOTLIGHTS_MAX_COUNT = 9;

/** How a host arranges what everybody sees. Each screen may still be arranged otherwise by its owner. */
export const Stage = z.strictObject({
  /** Shown large to everyone, the first one first. */
  spotlightIds: z.array(ParticipantId).max(SPOTLIGHTS_MAX_COUNT),
  /** The first tiles, in this order; who is not in it follows. */
  tileOrderIds: z.array(ParticipantId).max(PARTICIPANTS_MAX_COUNT),
  /** What hosts suggest; absent when they do not. */
  layout: z.enum(['grid', 'speaker', 'sidebar']).exactOptional(),
});
export type Stage = z.output<typeof Stage>;

/** How long somebody has spoken in this meeting. */
export const SpokenTime = z.strictObject({ participantId: ParticipantId, spokenMs: z.int().nonnegative() });
export type SpokenTime = z.output<typeof SpokenTime>;

/** What hosts do. Each is in the audit log with its actor, and those that are not among hosts only are told to everyone. */
export const HostAct = z.enum([
  'muted',
  'muted-all',
  'asked-to-unmute',
  'stopped-camera',
  'stopped-share',
  'allowed',
  'withheld',
  'made-cohost',
  'made-participant',
  'took-over',
  'handed-back',
  'removed',
  'banned',
  'moved-to-lobby',
  'admitted',
  'denied',
  'told-lobby',
  'locked',
  'unlocked',
  'lobby-on',
  'lobby-off',
  'password-set',
  'password-removed',
  'ban-lifted',
  'emergency',
  'hand-lowered',
  'hands-lowered',
  'hand-called',
  'hands-ordered',
  'stage-set',
  'timer-started',
  'timer-paused',
  'timer-resumed',
  'timer-extended',
  'timer-cancelled',
  'agenda-set',
  'topic-taken-up',
  'ended',
]);
export type HostAct = z.output<typeof HostAct>;

const ONE = z.strictObject({ participantId: ParticipantId });

export const hostControlsRequests = {
  'host.mute': request({
    about:
      'Mutes one person. Their sound stops at the media host before the answer. They may unmute themselves, unless `mayUnmute` is false. Hosts and co-hosts only, as all of these.',
    input: z.strictObject({ participantId: ParticipantId, mayUnmute: z.boolean().default(true) }),
    isRepeatable: true,
  }),
  'host.muteAll': request({
    about: 'Mutes everyone but hosts and co-hosts. Without leave to unmute, speaking is withheld from all.',
    input: z.strictObject({ mayUnmute: z.boolean() }),
    isRepeatable: true,
  }),
  'host.askToUnmute': request({
    about: 'Asks somebody to unmute, and gives them leave to. Nothing is unmuted: only their own click does that.',
    input: ONE,
    isRepeatable: true,
  }),
  'host.stopCamera': request({
    about: 'Turns somebody’s camera off. They may turn it on again, unless the camera is withheld from them.',
    input: ONE,
    isRepeatable: true,
  }),
  'host.stopShare': request({
    about: 'Ends somebody’s screen share. They may share again, unless sharing is withheld from them.',
    input: ONE,
    isRepeatable: true,
  }),
  'host.setPermission': request({
    about:
      'Allows or withholds something: for everyone, which unsays what was said of single people, or for one person. What they are sending stops at the media host before the answer.',
    input: z.strictObject({
      permission: Permission,
      isAllowed: z.boolean(),
      participantId: ParticipantId.exactOptional(),
    }),
    isRepeatable: true,
  }),
  'host.setRole': request({
    about: 'Promotes to co-host, or demotes. Hosts only.',
    input: z.strictObject({ participantId: ParticipantId, role: z.enum(['cohost', 'participant']) }),
    isRepeatable: true,
  }),
  'host.remove': request({
    about:
      'Removes somebody for the rest of this meeting: their transports are closed, then their connection. Nobody can do it to a host. With `isBanned`, which only the owner and the co-hosts of the room may ask for, and only for somebody with an account, the room stays closed to that account until the ban is lifted (`DELETE /rooms/{roomId}/bans/{banId}`).',
    input: z.strictObject({ participantId: ParticipantId, isBanned: z.boolean().default(false) }),
    isRepeatable: true,
  }),
  'host.setAccess': request({
    about: 'Locks or unlocks the meeting, turns the lobby on or off. What is absent stays as it is.',
    input: z.strictObject({ isLocked: z.boolean().exactOptional(), isLobbyOn: z.boolean().exactOptional() }),
    isRepeatable: true,
  }),
  'host.emergency': request({
    about: 'In one act: locks the meeting, turns the lobby on, and removes every guest whom no host has let in.',
    input: z.strictObject({}),
    output: z.strictObject({ removedCount: z.int().nonnegative().max(PARTICIPANTS_MAX_COUNT) }),
    deadlineMs: 10_000,
    isRepeatable: true,
  }),
  'host.setStage': request({
    about: 'Arranges what everybody sees. What is absent stays as it is; `layout: null` takes the suggestion back.',
    input: z.strictObject({
      spotlightIds: Stage.shape.spotlightIds.exactOptional(),
      tileOrderIds: Stage.shape.tileOrderIds.exactOptional(),
      layout: z.enum(['grid', 'speaker', 'sidebar']).nullable().exactOptional(),
    }),
    isRepeatable: true,
  }),
  'participant.rename': request({
    about: 'Changes one’s own name.',
    input: z.strictObject({ name: DisplayName }),
    isRepeatable: true,
  }),
};

export const hostControlsEvents = {
  'sources.paused': event(
    'A host, or a timer, stopped this source of these people. They are silent already, whatever they still send.',
    z.strictObject({
      seq: Seq,
      source: MediaSource,
      participantIds: z.array(ParticipantId).max(PARTICIPANTS_MAX_COUNT),
    }),
  ),
  'permissions.changed': event(
    'What everyone may do changed. What was said of single people about `unsaid` is void.',
    z.strictObject({ seq: Seq, permissions: Permissions, unsaid: Permission.exactOptional() }),
  ),
  'access.changed': event('Who may come in changed.', z.strictObject({ seq: Seq, access: Access })),
  'stage.changed': event(
    'A host arranged what everybody sees. Replaces what was known.',
    z.strictObject({ seq: Seq, stage: Stage }),
  ),
  'host.acted': event(
    'A host did something, for a line on the screen: the state that comes of it has events of its own. Not numbered. Acts upon waiting people are told to hosts and co-hosts only.',
    z.strictObject({
      act: HostAct,
      /** Absent when nobody did it, as when a host is succeeded. */
      actorId: ParticipantId.exactOptional(),
      /** A participant, or a waiting person. */
      targetId: z.uuid().exactOptional(),
      /** What a participant or waiting person was called then; they may be gone when this is shown. */
      targetName: DisplayName.exactOptional(),
      permission: Permission.exactOptional(),
    }),
  ),
  'unmute.asked': event(
    'A host asks you to unmute. Show one large button; nothing was unmuted.',
    z.strictObject({ actorId: ParticipantId }),
  ),
  'seat.removed': event('A host removed you from the meeting. You cannot come back to it.', z.strictObject({})),
  'speaking.measured': event(
    'How long everybody has spoken, to hosts and co-hosts only. Not numbered.',
    z.strictObject({ spoken: z.array(SpokenTime).max(PARTICIPANTS_MAX_COUNT) }),
  ),
};
