import type { CallEntry } from '#contracts';

/** How a call ended, as one of its two sides sees it: what the caller gave up is missed by the one who was called. */
export type CallEnd = 'answered' | 'declined' | 'busy' | 'unanswered' | 'missed' | 'cancelled';

export function callEndOf({ outcome }: Pick<CallEntry, 'outcome'>, isOwn: boolean): CallEnd {
  if (isOwn) return outcome === 'missed' ? 'unanswered' : outcome;
  return outcome === 'cancelled' || outcome === 'busy' ? 'missed' : outcome;
}
