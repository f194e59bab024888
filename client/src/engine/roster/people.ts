import {
  PERMISSIONS,
  type ConsumerOffer,
  type MediaSource,
  type OwnPermissions,
  type Participant,
  type ParticipantId,
} from '#contracts';
import type { PersonView } from '../model.js';

/** What is known of people beside the roster. */
interface Known {
  readonly selfId: ParticipantId | undefined;
  readonly qualities: ReadonlyMap<ParticipantId, number>;
}

/**
 * The list as screens show it: oneself first, then in order of joining. Whoever did not change is the very object of `before`,
 * and when nobody did, so is the list: a snapshot of the same people redraws nothing.
 */
export function peopleOf(
  participants: ReadonlyMap<ParticipantId, Participant>,
  { selfId, qualities }: Known,
  before: readonly PersonView[],
): readonly PersonView[] {
  const hasMembers = [...participants.values()].some(({ isGuest }) => !isGuest);
  const known = new Map(before.map((person) => [person.participantId, person]));
  const people = [...participants.values()]
    .toSorted(
      (a, b) =>
        rank(a, selfId) - rank(b, selfId) ||
        a.joinedAtMs - b.joinedAtMs ||
        (a.participantId < b.participantId ? -1 : 1),
    )
    .map((participant) =>
      kept(known.get(participant.participantId), viewOf(participant, { selfId, qualities, hasMembers })),
    );
  return people.length === before.length && people.every((person, at) => person === before[at]) ? before : people;
}

/** As far as their streams tell of them: nameless, oneself first. */
export function foreseenPeople(selfId: ParticipantId, offers: readonly ConsumerOffer[]): readonly PersonView[] {
  const others = new Set(offers.map(({ participantId }) => participantId));
  return [selfId, ...others].map((participantId) => {
    const sends = (source: MediaSource): boolean =>
      offers.some((offer) => offer.participantId === participantId && offer.source === source);
    return {
      participantId,
      name: '',
      role: 'participant',
      isSelf: participantId === selfId,
      isConnected: true,
      joinedAtMs: 0,
      isAudioOn: sends('microphone'),
      isVideoOn: sends('camera'),
      isSharing: sends('screen'),
      quality: undefined,
      isGuest: true,
      guestMark: undefined,
      avatarUrl: undefined,
      permissions: {},
    };
  });
}

function rank({ participantId }: Participant, selfId: ParticipantId | undefined): number {
  return participantId === selfId ? 0 : 1;
}

function markOf({ isGuest, isLookAlike }: Participant, hasMembers: boolean): PersonView['guestMark'] {
  if (isLookAlike === true) return 'look-alike';
  return isGuest && hasMembers ? 'guest' : undefined;
}

interface Surroundings extends Known {
  /** Whether anybody here has an account. */
  readonly hasMembers: boolean;
}

function viewOf(participant: Participant, { selfId, qualities, hasMembers }: Surroundings): PersonView {
  return {
    participantId: participant.participantId,
    name: participant.name,
    role: participant.role,
    isSelf: participant.participantId === selfId,
    isConnected: participant.isConnected,
    joinedAtMs: participant.joinedAtMs,
    isAudioOn: isFlowing(participant, 'microphone'),
    isVideoOn: isFlowing(participant, 'camera'),
    isSharing: isFlowing(participant, 'screen'),
    quality: qualities.get(participant.participantId),
    isGuest: participant.isGuest,
    guestMark: markOf(participant, hasMembers),
    avatarUrl: participant.avatarUrl,
    permissions: participant.permissions,
  };
}

/** True when somebody sends a source and has not paused it. */
export function isFlowing(participant: Participant | undefined, source: MediaSource): boolean {
  return participant?.sources.some((sent) => sent.source === source && !sent.isPaused) ?? false;
}

function kept(before: PersonView | undefined, now: PersonView): PersonView {
  if (before === undefined) return now;
  const isSame = (Object.keys(now) as (keyof PersonView)[]).every((key) =>
    key === 'permissions' ? isEqual(before[key], now[key]) : before[key] === now[key],
  );
  return isSame ? before : now;
}

function isEqual(a: OwnPermissions, b: OwnPermissions): boolean {
  return PERMISSIONS.every((permission) => a[permission] === b[permission]);
}
