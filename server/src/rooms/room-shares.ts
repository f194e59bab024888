import type { IdentityId, LinkId, MemberId, MemberRole, RoomId } from '#contracts';

export const ROOM_SHARES = Symbol('RoomShares');

/** Somebody's place among a room's members. Times are of the server's clock, ms since the Unix epoch. */
export interface Member {
  readonly memberId: MemberId;
  readonly roomId: RoomId;
  readonly email: string;
  readonly role: MemberRole;
  readonly addedAtMs: number;
}

/** An extra way into a room. */
export interface RoomLink {
  readonly linkId: LinkId;
  readonly roomId: RoomId;
  readonly label: string | undefined;
  /** What it makes of whoever opens it. */
  readonly role: MemberRole | undefined;
  readonly createdAtMs: number;
  readonly expiresAtMs: number | undefined;
}

/** With whom rooms are shared, and by which links. Each method is one atomic step. */
export interface RoomShares {
  /** Who is there already gets the new role. Undefined when there are `maxCount` others. */
  addMember(member: Member, maxCount: number): Promise<Member | undefined>;
  changeMember(place: Pick<Member, 'memberId' | 'roomId' | 'role'>): Promise<Member | undefined>;
  removeMember(place: Pick<Member, 'memberId' | 'roomId'>): Promise<void>;
  /** In the order in which they were added. */
  members(roomId: RoomId): Promise<readonly Member[]>;
  /** False when there are `maxCount` others that have not expired. */
  addLink(link: RoomLink, maxCount: number): Promise<boolean>;
  removeLink(place: Pick<RoomLink, 'linkId' | 'roomId'>): Promise<void>;
  /** Those that hold at `nowMs`, the newest first. */
  links(roomId: RoomId, nowMs: number): Promise<readonly RoomLink[]>;
  /** Lets somebody in by a link that holds at `nowMs`; undefined for any other. */
  openLink(linkId: LinkId, identityId: IdentityId, nowMs: number): Promise<RoomId | undefined>;
}
