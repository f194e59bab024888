import type { IdentityId, Role, RoomId, RoomSettings } from '#contracts';

export const MEETING_ROOMS = Symbol('MeetingRooms');

/** What a meeting begins with. */
export interface MeetingRoom {
  readonly hostIdentityId: IdentityId;
  /** Those that every room begins with when undefined. */
  readonly settings?: RoomSettings | undefined;
}

/** What meetings need of rooms. */
export interface MeetingRooms {
  /** @throws {Refusal} `not-found`, or `meeting-ended` when the room was closed. */
  require(roomId: RoomId): Promise<MeetingRoom>;
  /**
   * What somebody is to the room when they come to its door. Without it everybody may come, and only who opened the room
   * is more than a participant.
   *
   * @throws {Refusal} `password` when the room’s must be shown first; `forbidden` for who may not come in at all.
   */
  standing?(roomId: RoomId, who: { readonly identityId: IdentityId; readonly isGuest: boolean }): Promise<Role>;
  /** Names of those with an account who belong to the room. */
  memberNames?(roomId: RoomId): Promise<readonly string[]>;
  markUsed(roomId: RoomId): Promise<void>;
  /** Closes the room for good, so that its link says so. Safe to repeat. */
  end(roomId: RoomId): Promise<void>;
}
