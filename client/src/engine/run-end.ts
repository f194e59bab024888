import { failureOf } from './failure.js';
import { TurnedAway } from './host-controls/lobby.js';
import type { Meeting } from './meeting.js';
import type { CallState, OverReason } from './model.js';
import type { SignalEvent } from './signal/signal.js';

/** How one run of a call ended. */
export type RunEnd =
  | { readonly kind: 'ended' | 'removed' | 'moved' }
  | { readonly kind: 'broken'; readonly thrown: unknown };

/** Events that are the end of a run, and how it ended. */
export const ENDS = { 'meeting.ended': 'ended', 'seat.taken': 'moved', 'seat.removed': 'removed' } as const;

export function isEnd(event: SignalEvent): event is Extract<SignalEvent, { readonly name: keyof typeof ENDS }> {
  return Object.hasOwn(ENDS, event.name);
}

type Leaving = Extract<SignalEvent, { readonly name: 'participant.left' }>;

export function isSelfLeaving(event: SignalEvent, { selfId }: Pick<Meeting, 'selfId'>): event is Leaving {
  return event.name === 'participant.left' && event.payload.participantId === selfId;
}

/** Why somebody who was in a meeting, or before its door, is not any more. */
export function reasonOf(thrown: unknown): OverReason {
  if (thrown instanceof TurnedAway) return thrown.why;
  const failure = failureOf(thrown);
  if (failure === 'unauthenticated') return 'signed-out';
  if (failure === 'meeting-ended' || failure === 'not-found') return 'ended';
  return failure === 'forbidden' || failure === 'removed' ? 'removed' : 'lost';
}

/** True for who has not been in yet, and was not turned away by a person: they may try again. */
export function isAtTheDoor(kind: CallState['kind'], thrown: unknown): boolean {
  return (kind === 'joining' || kind === 'waiting' || kind === 'ready') && !(thrown instanceof TurnedAway);
}
