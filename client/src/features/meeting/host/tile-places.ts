import type { ParticipantId } from '#contracts';
import type { PersonView } from '../../../engine/model.js';

/** Everybody in the order of their tiles: those whom hosts have placed, then the others as they came. Pure. */
export function orderOf(people: readonly PersonView[], placedIds: readonly ParticipantId[]): PersonView[] {
  const byId = new Map(people.map((person) => [person.participantId, person]));
  const placed = placedIds.flatMap((id) => byId.get(id) ?? []);
  const isPlaced = new Set(placed);
  const others = people.filter((person) => !isPlaced.has(person)).toSorted((a, b) => a.joinedAtMs - b.joinedAtMs);
  return [...placed, ...others];
}

interface Move {
  /** Whose place, from 0. */
  readonly at: number;
  readonly step: -1 | 1;
  /** How many have a place by the host's word already. */
  readonly placedCount: number;
}

/** The places to tell everyone of, after one person changed places with a neighbour: no more of them than need to be named. */
export function movedIn(order: readonly PersonView[], { at, step, placedCount }: Move): ParticipantId[] {
  const ids = order.map(({ participantId }) => participantId);
  const [mine, theirs] = [ids[at], ids[at + step]];
  if (mine === undefined || theirs === undefined) return ids.slice(0, placedCount);
  ids[at] = theirs;
  ids[at + step] = mine;
  return ids.slice(0, Math.max(placedCount, at + 1, at + step + 1));
}
