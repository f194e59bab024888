import { z } from 'zod';
import { PARTICIPANTS_MAX_COUNT } from '../limits.js';
import { EVERYTHING_ALLOWED, OwnPermissions, Permissions } from '../signalling/permissions.js';

/** Who may come in with the room's link: guests too, people with an account, or only the owner and the members. */
export const RoomAccess = z.enum(['anyone', 'accounts', 'members']);
export type RoomAccess = z.output<typeof RoomAccess>;

/**
 * Who stands in for a host who has gone: a co-host only, or failing one whoever has been there longest. They hand back when
 * a host returns.
 */
export const Succession = z.enum(['cohost', 'longest-present']);
export type Succession = z.output<typeof Succession>;

/** How a room's meetings are held. */
export const RoomSettings = z.strictObject({
  access: RoomAccess,
  /** Those who come wait until a host lets them in. */
  isLobbyOn: z.boolean(),
  /** Nobody new comes in. */
  isLocked: z.boolean(),
  /** What everyone may do when a meeting begins; hosts may do everything. */
  permissions: Permissions,
  /** Whether somebody whom a host has muted may unmute themselves. */
  mayUnmuteThemselves: z.boolean(),
  isMutedOnEntry: z.boolean(),
  /** Most people at a time; never more than the operator allows. */
  capacityCount: z.int().min(2).max(PARTICIPANTS_MAX_COUNT),
  succession: Succession,
  /** Offered when a timer is started. */
  timerPresetsMs: z.array(z.int().min(5_000).max(86_400_000)).max(8),
  /** After so many days, messages are deleted. */
  chatRetentionDays: z.int().min(1).max(3_650),
});
export type RoomSettings = z.output<typeof RoomSettings>;

/** What a room has until somebody changes it. */
export const DEFAULT_ROOM_SETTINGS: RoomSettings = {
  access: 'anyone',
  isLobbyOn: false,
  isLocked: false,
  permissions: EVERYTHING_ALLOWED,
  mayUnmuteThemselves: true,
  isMutedOnEntry: false,
  capacityCount: PARTICIPANTS_MAX_COUNT,
  succession: 'longest-present',
  timerPresetsMs: [60_000, 300_000, 600_000, 900_000],
  chatRetentionDays: 365,
};

/** What is left out stays as it is. */
export const RoomSettingsChange = z.strictObject({
  access: RoomAccess.exactOptional(),
  isLobbyOn: z.boolean().exactOptional(),
  isLocked: z.boolean().exactOptional(),
  permissions: OwnPermissions.exactOptional(),
  mayUnmuteThemselves: z.boolean().exactOptional(),
  isMutedOnEntry: z.boolean().exactOptional(),
  capacityCount: RoomSettings.shape.capacityCount.exactOptional(),
  succession: Succession.exactOptional(),
  timerPresetsMs: RoomSettings.shape.timerPresetsMs.exactOptional(),
  chatRetentionDays: RoomSettings.shape.chatRetentionDays.exactOptional(),
});
export type RoomSettingsChange = z.output<typeof RoomSettingsChange>;
