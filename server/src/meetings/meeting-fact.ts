import type {
  Access,
  Agenda,
  Hands,
  HostAct,
  IdentityId,
  LeaveReason,
  MediaSource,
  MeetingId,
  Participant,
  ParticipantId,
  Permission,
  Permissions,
  RoomId,
  Stage,
  Timer,
  TimerId,
  Waiting,
  WaitingId,
} from '#contracts';
import { Listeners } from '#kernel';

export type EndReason = 'by-host' | 'expired';

/** What a rule says has happened to the state that everybody in a meeting sees; the meeting gives it its number. */
export type Change =
  | { readonly kind: 'participant.joined'; readonly participant: Participant }
  | { readonly kind: 'participant.changed'; readonly participant: Participant }
  | {
      readonly kind: 'participant.left';
      readonly participantId: ParticipantId;
      /** Not for browsers: by it, who knows a person from elsewhere learns that it was them. */
      readonly identityId: IdentityId;
      readonly reason: LeaveReason;
    }
  | { readonly kind: 'meeting.ended'; readonly reason: EndReason }
  | {
      readonly kind: 'sources.paused';
      readonly source: MediaSource;
      readonly participantIds: readonly ParticipantId[];
    }
  | {
      readonly kind: 'permissions.changed';
      readonly permissions: Permissions;
      readonly unsaid?: Permission;
    }
  | { readonly kind: 'access.changed'; readonly access: Access }
  | { readonly kind: 'stage.changed'; readonly stage: Stage }
  | { readonly kind: 'hands.changed'; readonly hands: Hands }
  | { readonly kind: 'timer.changed'; readonly timer: Timer }
  | {
      readonly kind: 'timer.ended';
      readonly timerId: TimerId;
      readonly reason: 'elapsed' | 'cancelled' | 'replaced';
    }
  | { readonly kind: 'agenda.changed'; readonly agenda: Agenda };

/** What happened that nobody's copy of the meeting depends on, or that not everybody may know. Has no number. */
export type Aside =
  | ActFact
  | { readonly kind: 'lobby.changed'; readonly waiting: readonly Waiting[] }
  | {
      readonly kind: 'waiting.told';
      readonly waitingId: WaitingId;
      readonly news: 'admitted' | 'denied' | 'closed';
    }
  | { readonly kind: 'waiting.told'; readonly waitingId: WaitingId; readonly news: 'told'; readonly text: string }
  | {
      /** Somebody was moved from their seat to the lobby. */
      readonly kind: 'waiting.entered';
      readonly waitingId: WaitingId;
      readonly participantId: ParticipantId;
      readonly joinKey: string;
    }
  | { readonly kind: 'unmute.asked'; readonly participantId: ParticipantId; readonly actorId: ParticipantId };

/** A host did something: shown to people, and kept in the audit log. */
export interface ActFact {
  readonly kind: 'host.acted';
  readonly act: HostAct;
  readonly actorId?: ParticipantId;
  readonly actorName?: string;
  readonly targetId?: ParticipantId | WaitingId;
  readonly targetName?: string;
  readonly permission?: Permission;
  /** For the audit log only. */
  readonly detail?: string;
}

type Numbered<C> = C extends Change ? C & { readonly seq: number } : never;

export type NumberedFact = Numbered<Change>;

/**
 * Something that has happened in a meeting and cannot be refused any more. `seq` counts from 1, without gaps, over
 * those that have one.
 */
export type MeetingFact = NumberedFact | Aside;

/** True for what only hosts and co-hosts may hear: who waits or was banned, and what is done with them. */
export function isForStewards(fact: MeetingFact): boolean {
  if (fact.kind === 'lobby.changed') return true;
  return fact.kind === 'host.acted' && STEWARD_ACTS.has(fact.act);
}

const STEWARD_ACTS: ReadonlySet<HostAct> = new Set<HostAct>(['admitted', 'denied', 'told-lobby', 'ban-lifted']);

/** A fact and where it happened. */
export interface MeetingNews {
  readonly meetingId: MeetingId;
  readonly roomId: RoomId;
  readonly fact: MeetingFact;
  readonly atMs: number;
  /** The socket that has this fact from the answer to its own request. */
  readonly exceptSocketId?: string | undefined;
  /** The only sockets that may hear of it; everybody in the meeting when undefined. */
  readonly socketIds?: readonly string[] | undefined;
}

/** Where the facts of all meetings of this node are told. Synchronous and in order; nobody awaits them. */
export class MeetingFacts extends Listeners<MeetingNews> {}

const ASIDES: ReadonlySet<string> = new Set<Aside['kind']>([
  'host.acted',
  'lobby.changed',
  'waiting.told',
  'waiting.entered',
  'unmute.asked',
]);

/** Changes are numbered for those who are inside; what is told aside is not. */
export function isChange(one: Change | Aside): one is Change {
  return !ASIDES.has(one.kind);
}
