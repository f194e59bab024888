import type { Lifecycle } from '#kernel';

export type SeatState = 'arriving' | 'present' | 'absent' | 'gone';
export type SeatEvent = 'admit' | 'lose' | 'return' | 'leave';

/**
 * arriving: holds a chair, shown to nobody yet. present: in the meeting. absent: connection lost, seat kept for the
 * grace period. gone: final.
 */
export const SEAT_LIFECYCLE: Lifecycle<SeatState, SeatEvent> = {
  arriving: { admit: 'present', leave: 'gone' },
  present: { lose: 'absent', leave: 'gone' },
  absent: { return: 'present', leave: 'gone' },
  gone: {},
};
