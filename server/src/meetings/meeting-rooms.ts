import type { IdentityId, RoomId } from '#contracts';

export const MEETING_ROOMS = Symbol('MeetingRooms');

/** What meetings need of rooms. */
export interface MeetingRooms {
  /** @throws {Refusal} `not-found`, or `meeting-ended` when the room was closed. */
  require(roomId: RoomId): Promise<{ readonly hostIdentityId: IdentityId }>;
  markUsed(roomId: RoomId): Promise<void>;
  /** Closes the room for good, so that its link says so. Safe to repeat. */
  end(roomId: RoomId): Promise<void>;
}
