import type {
  Access,
  IdentityId,
  MemberRole,
  RoomId,
  RoomKind,
  RoomRole,
  RoomSettings,
  RoomSettingsChange,
} from '#contracts';

/** What a link names. Times are of the server's clock, ms since the Unix epoch. */
export interface Room {
  readonly roomId: RoomId;
  /** Whoever opened it, or has claimed it; host of each of its meetings. */
  readonly hostIdentityId: IdentityId;
  readonly kind: RoomKind;
  readonly title?: string | undefined;
  /** What somebody has set; the rest is as every room begins. */
  readonly chosen: RoomSettingsChange;
  readonly passwordHash?: string | undefined;
  readonly createdAtMs: number;
  readonly lastUsedAtMs: number;
  readonly archivedAtMs?: number | undefined;
  /** Undefined while the link works. */
  readonly endedAtMs?: number | undefined;
}

/** A room with all of its settings. */
export type SetRoom = Room & { readonly settings: RoomSettings };

/** What ties somebody to a room besides owning it. */
export interface RoomTies {
  /** By the address of their account. */
  readonly memberRole: MemberRole | undefined;
  /** They came by an extra link that still holds. */
  readonly hasLink: boolean;
  /** What such a link makes of them. */
  readonly linkRole: MemberRole | undefined;
  readonly hasShownPassword: boolean;
  /** They had a seat in one of its meetings. */
  readonly wasThere: boolean;
  /** A host has closed it to their account. */
  readonly isBanned: boolean;
}

export const NO_TIES: RoomTies = {
  memberRole: undefined,
  hasLink: false,
  linkRole: undefined,
  hasShownPassword: false,
  wasThere: false,
  isBanned: false,
};

/** Somebody at a room's door. */
export interface RoomVisit {
  readonly room: Room;
  readonly ties: RoomTies;
  /** Who may come into the meeting that runs there, on whichever node; undefined without one. */
  readonly access?: Access | undefined;
}

/** A visit that was let through. */
export interface Welcome {
  readonly room: SetRoom;
  /** Undefined for who has none of their own. */
  readonly role: RoomRole | undefined;
  readonly needsPassword: boolean;
  /** That of the meeting that runs there, or of the next one. */
  readonly access: Access;
}
