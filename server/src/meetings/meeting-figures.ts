import type { MeetingFigures } from '../core/tally.js';
import type { LiveMeeting } from './live-meeting.js';

/** What a node carries, for its operator. */
export function figuresOf(live: readonly LiveMeeting[]): MeetingFigures {
  return {
    meetingCount: live.length,
    peopleCount: live.reduce((sum, { rules }) => sum + rules.seatIds().length, 0),
  };
}
