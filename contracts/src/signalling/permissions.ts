import { z } from 'zod';
import type { MediaSource } from '../media.js';

/** What a host may withhold from everyone, or from one person. */
export const Permission = z.enum(['speak', 'camera', 'share', 'chat', 'reactions', 'rename']);
export type Permission = z.output<typeof Permission>;

export const PERMISSIONS = Permission.options;

/** What holds for everyone who has no word of their own. */
export const Permissions = z.strictObject({
  speak: z.boolean(),
  camera: z.boolean(),
  share: z.boolean(),
  chat: z.boolean(),
  reactions: z.boolean(),
  rename: z.boolean(),
});
export type Permissions = z.output<typeof Permissions>;

/** What was said of one person. It outweighs what holds for everyone, either way; what is absent follows everyone’s. */
export const OwnPermissions = z.strictObject({
  speak: z.boolean().exactOptional(),
  camera: z.boolean().exactOptional(),
  share: z.boolean().exactOptional(),
  chat: z.boolean().exactOptional(),
  reactions: z.boolean().exactOptional(),
  rename: z.boolean().exactOptional(),
});
export type OwnPermissions = z.output<typeof OwnPermissions>;

export const EVERYTHING_ALLOWED: Permissions = {
  speak: true,
  camera: true,
  share: true,
  chat: true,
  reactions: true,
  rename: true,
};

/** The one rule of who may do what, the same on the server and on every screen. Hosts and co-hosts may do everything. */
export function isAllowed(
  who: { readonly role: 'host' | 'cohost' | 'participant'; readonly permissions: OwnPermissions },
  forAll: Permissions,
  permission: Permission,
): boolean {
  return who.role !== 'participant' || (who.permissions[permission] ?? forAll[permission]);
}

/** The permission that publishing a source takes. */
export function permissionFor(source: MediaSource): Permission {
  if (source === 'microphone') return 'speak';
  return source === 'camera' ? 'camera' : 'share';
}
