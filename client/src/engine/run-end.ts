import type { Meeting } from './meeting.js';
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
