import { z } from 'zod';
import { ParticipantId } from '../ids.js';
import { NAME_MAX_UNITS } from '../limits.js';
import { MEDIA_SOURCES, MediaSource } from '../media.js';
import { OwnPermissions } from './permissions.js';
import { unitsAtMost } from '../text.js';

/**
 * What people are called on screens. Control, format and line-breaking characters are refused, since with them one name can
 * be made to look like another or turn the writing direction of what follows it.
 */
export const DisplayName = z
  .string()
  .trim()
  .min(1)
  .max(NAME_MAX_UNITS)
  .check(unitsAtMost(NAME_MAX_UNITS))
  .regex(/^[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+$/u, 'has characters that cannot be shown');
export type DisplayName = z.output<typeof DisplayName>;

/** Where a picture is, within this server: a page must not be led to fetch anything from elsewhere. */
export const AvatarUrl = z.string().regex(/^\/api\/v1\/avatars\/[0-9a-f-]{36}$/, 'is no picture of this server');
export type AvatarUrl = z.output<typeof AvatarUrl>;

/** Who is waiting has no role yet, and is shown to hosts only. */
export const Role = z.enum(['host', 'cohost', 'participant']);
export type Role = z.output<typeof Role>;

/** A source that a participant publishes; one that is not listed is off. */
export const SourceState = z.strictObject({ source: MediaSource, isPaused: z.boolean() });
export type SourceState = z.output<typeof SourceState>;

/** One person in a meeting, as everyone there sees them. */
export const Participant = z.strictObject({
  participantId: ParticipantId,
  name: DisplayName,
  role: Role,
  /** True for somebody without an account. */
  isGuest: z.boolean(),
  /** True for a guest who goes by a name that looks like that of somebody with an account, who is here or belongs here. */
  isLookAlike: z.literal(true).exactOptional(),
  /** Of somebody with an account who has a picture. */
  avatarUrl: AvatarUrl.exactOptional(),
  /** False while their connection is lost and their seat is kept. */
  isConnected: z.boolean(),
  /** Server clock, ms since the Unix epoch. */
  joinedAtMs: z.int().nonnegative(),
  sources: z.array(SourceState).max(MEDIA_SOURCES.length),
  /** What a host said of this person alone; see `isAllowed`. */
  permissions: OwnPermissions,
});
export type Participant = z.output<typeof Participant>;

export const LeaveReason = z.enum(['left', 'lost', 'removed', 'moved-to-lobby', 'ended']);
export type LeaveReason = z.output<typeof LeaveReason>;
