import { z } from 'zod';
import { IdentityId, RoomId } from '../ids.js';
import { event, request } from '../wire.js';
import { DisplayName } from './participant.js';

/** Most people whose presence one socket watches, and most in one answer. */
export const PRESENCE_MAX_COUNT = 500;

/** offline also stands for somebody who does not want to be seen. */
export const PresenceStatus = z.enum(['online', 'away', 'in-meeting', 'offline']);
export type PresenceStatus = z.output<typeof PresenceStatus>;

export const Presence = z.strictObject({
  identityId: IdentityId,
  status: PresenceStatus,
  /** When they last did something, by the server's clock, ms since the Unix epoch; absent when unknown or not to be seen. */
  lastActiveAtMs: z.int().nonnegative().exactOptional(),
});
export type Presence = z.output<typeof Presence>;

export const PresentPerson = z.strictObject({
  ...Presence.shape,
  name: DisplayName,
  /** True for somebody without an account. */
  isGuest: z.literal(true).exactOptional(),
});
export type PresentPerson = z.output<typeof PresentPerson>;

export const presenceRequests = {
  'presence.watch': request({
    about:
      'How these people are now, and from here on `presence.changed` for each change. Replaces the people watched before on this socket. People the caller never met are left out.',
    input: z.strictObject({ identityIds: z.array(IdentityId).max(PRESENCE_MAX_COUNT) }),
    output: z.strictObject({ people: z.array(Presence).max(PRESENCE_MAX_COUNT) }),
    isRepeatable: true,
  }),
  'presence.people': request({
    about:
      'Everybody who was in a room lately, by when they were last active, for somebody who is in its meeting. Watches them too, beside those of `presence.watch`.',
    input: z.strictObject({ roomId: RoomId }),
    output: z.strictObject({ people: z.array(PresentPerson).max(PRESENCE_MAX_COUNT) }),
    isRepeatable: true,
  }),
  'presence.set': request({
    about:
      'Whether the person at this device is active or away. Say it on each change, and again each minute while active; the last active time is taken from it.',
    input: z.strictObject({ isAway: z.boolean() }),
    isRepeatable: true,
  }),
  'presence.configure': request({
    about: 'Whether others may see the caller’s presence. Hidden, they are offline to everyone.',
    input: z.strictObject({ isVisible: z.boolean() }),
    isRepeatable: true,
  }),
  'presence.own': request({
    about: 'What the caller has said with `presence.configure`; visible until they said otherwise.',
    input: z.strictObject({}),
    output: z.strictObject({ isVisible: z.boolean() }),
    isRepeatable: true,
  }),
};

export const presenceEvents = {
  'presence.changed': event(
    'How some of the people watched are by now.',
    z.strictObject({ people: z.array(Presence).min(1).max(PRESENCE_MAX_COUNT) }),
  ),
};
