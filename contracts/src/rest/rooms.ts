import { z } from 'zod';
import { LinkId, MemberId, RoomId } from '../ids.js';
import { RtpCapabilities } from '../rtp.js';
import { AtMs, Email } from './common.js';
import { ShownPassword } from './accounts.js';
import { RoomSettings, RoomSettingsChange } from './room-settings.js';
import { unitsAtMost } from '../text.js';

export const ROOM_TITLE_MAX_UNITS = 120;

/** What a room is called. As with people's names, characters that hide or turn others are refused. */
export const RoomTitle = z
  .string()
  .trim()
  .min(1)
  .max(ROOM_TITLE_MAX_UNITS)
  .check(unitsAtMost(ROOM_TITLE_MAX_UNITS))
  .regex(/^[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+$/u, 'has characters that cannot be shown');

/** An instant room ends with its meeting; a persistent one is there until it is deleted, and needs an account. */
export const RoomKind = z.enum(['instant', 'persistent']);
export type RoomKind = z.output<typeof RoomKind>;

/** What somebody is to a room, meeting or not. */
export const RoomRole = z.enum(['owner', 'cohost', 'member']);
export type RoomRole = z.output<typeof RoomRole>;

/** `POST /rooms`. Without a body: an instant room with the settings that every room begins with. */
export const RoomRequest = z.strictObject({
  kind: RoomKind.exactOptional(),
  title: RoomTitle.exactOptional(),
  settings: RoomSettingsChange.exactOptional(),
});
export type RoomRequest = z.output<typeof RoomRequest>;

/** The caller owns it and is host of its meetings. */
export const RoomCreated = z.strictObject({ roomId: RoomId, url: z.url().max(2_048) });
export type RoomCreated = z.output<typeof RoomCreated>;

/** `GET /rooms/{roomId}`: what the page needs before a person joins. */
export const RoomView = z.strictObject({
  roomId: RoomId,
  title: RoomTitle.exactOptional(),
  /** True when the caller is the owner or a co-host. */
  isHost: z.boolean(),
  /** True when the caller must show the room's password first: `POST /rooms/{roomId}/entry`. */
  needsPassword: z.boolean(),
  /** As in the meeting that runs now, whatever the room's settings; without one, as the next one begins. */
  isLobbyOn: z.boolean(),
  isLocked: z.boolean(),
  /** Absent while no media host is connected; joining is answered `media-unavailable` then. */
  routerRtpCapabilities: RtpCapabilities.exactOptional(),
});
export type RoomView = z.output<typeof RoomView>;

/** `POST /rooms/{roomId}/entry`: afterwards the caller may join, on this device, until the password changes. */
export const EntryRequest = z.strictObject({ password: ShownPassword });

/** Shortest password of a room, in UTF-16 code units; tries are limited, so it may be short enough to be told by phone. */
export const ROOM_PASSWORD_MIN_UNITS = 6;

export const ROOM_PASSWORD_MAX_UNITS = 128;

/** `PUT /rooms/{roomId}/password`. */
export const RoomPasswordChange = z.strictObject({
  password: z
    .string()
    .min(ROOM_PASSWORD_MIN_UNITS, `needs at least ${ROOM_PASSWORD_MIN_UNITS} characters`)
    .max(ROOM_PASSWORD_MAX_UNITS)
    .check(unitsAtMost(ROOM_PASSWORD_MAX_UNITS)),
});

/** A room as its owner and its members see it. */
export const RoomDetails = z.strictObject({
  roomId: RoomId,
  url: z.url().max(2_048),
  kind: RoomKind,
  title: RoomTitle.exactOptional(),
  role: RoomRole,
  settings: RoomSettings,
  hasPassword: z.boolean(),
  createdAtMs: AtMs,
  lastUsedAtMs: AtMs,
  /** Kept, but out of the way; nobody can join until it is taken out again. */
  isArchived: z.boolean(),
});
export type RoomDetails = z.output<typeof RoomDetails>;

export const ROOM_PAGE_MAX_COUNT = 100;

/** `GET /rooms`. */
export const RoomQuery = z.strictObject({
  /** Mine: those I own. Shared: those whose owner made me a member or co-host. */
  scope: z.enum(['mine', 'shared']).default('mine'),
  archived: z.enum(['yes', 'no']).default('no'),
  /** Part of a title, in any case. */
  search: z.string().trim().max(ROOM_TITLE_MAX_UNITS).check(unitsAtMost(ROOM_TITLE_MAX_UNITS)).exactOptional(),
  /** `nextCursor` of the page before. */
  cursor: z.string().max(128).exactOptional(),
  limit: z.coerce.number().int().min(1).max(ROOM_PAGE_MAX_COUNT).default(30),
});
export type RoomQuery = z.output<typeof RoomQuery>;

/** Persistent rooms, the last used first. */
export const RoomPage = z.strictObject({
  rooms: z.array(RoomDetails).max(ROOM_PAGE_MAX_COUNT),
  /** Absent on the last page. */
  nextCursor: z.string().max(128).exactOptional(),
});
export type RoomPage = z.output<typeof RoomPage>;

/** `PATCH /rooms/{roomId}`. What is left out stays. */
export const RoomChange = z.strictObject({
  title: RoomTitle.exactOptional(),
  isArchived: z.boolean().exactOptional(),
  settings: RoomSettingsChange.exactOptional(),
});
export type RoomChange = z.output<typeof RoomChange>;

export const MemberRole = z.enum(['cohost', 'member']);
export type MemberRole = z.output<typeof MemberRole>;

/** Known by address, and in their place as soon as an account with it signs in. Tells nothing of whether there is one. */
export const MemberView = z.strictObject({ memberId: MemberId, email: Email, role: MemberRole, addedAtMs: AtMs });
export type MemberView = z.output<typeof MemberView>;

export const ROOM_MEMBERS_MAX_COUNT = 500;
export const ROOM_LINKS_MAX_COUNT = 50;

export const MemberList = z.strictObject({ members: z.array(MemberView).max(ROOM_MEMBERS_MAX_COUNT) });
export type MemberList = z.output<typeof MemberList>;

/** `POST /rooms/{roomId}/members`. Somebody who is there already gets the new role. */
export const MemberRequest = z.strictObject({ email: Email, role: MemberRole });
/** `PATCH /rooms/{roomId}/members/{memberId}`. */
export const MemberChange = z.strictObject({ role: MemberRole });

/** `POST /rooms/{roomId}/links`. */
export const LinkRequest = z.strictObject({
  /** For whom it is; seen by hosts only. */
  label: RoomTitle.exactOptional(),
  /** What it makes of whoever opens it; without it they are guests. Only the owner gives one. */
  role: MemberRole.exactOptional(),
  /** Without it, it works until it is revoked. */
  expiresAtMs: AtMs.exactOptional(),
});
export type LinkRequest = z.output<typeof LinkRequest>;

/** A way in for people whom the room's access would keep out. For guests, a password and the lobby hold all the same. */
export const LinkView = z.strictObject({
  linkId: LinkId,
  url: z.url().max(2_048),
  label: RoomTitle.exactOptional(),
  role: MemberRole.exactOptional(),
  createdAtMs: AtMs,
  expiresAtMs: AtMs.exactOptional(),
});
export type LinkView = z.output<typeof LinkView>;

export const LinkList = z.strictObject({ links: z.array(LinkView).max(ROOM_LINKS_MAX_COUNT) });
export type LinkList = z.output<typeof LinkList>;

/** `POST /links/{linkId}/open`: the caller may come into this room from now on, for as long as the link holds. */
export const LinkOpened = z.strictObject({ roomId: RoomId });
export type LinkOpened = z.output<typeof LinkOpened>;
