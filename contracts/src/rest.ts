import { z } from 'zod';
import { IdentityId, RoomId } from './ids.js';
import { RtpCapabilities } from './rtp.js';

/** Where the REST API lives. */
export const API_PREFIX = '/api/v1';

/** `POST /guests`: a device introduces itself. No name, no account; the token is what later requests prove themselves with. */
export const GuestIssued = z.strictObject({
  identityId: IdentityId,
  token: z.string().max(2_048),
  /** Server clock, ms since the Unix epoch. */
  expiresAtMs: z.int().nonnegative(),
});
export type GuestIssued = z.output<typeof GuestIssued>;

/** `POST /rooms`: opens a room of one's own; the caller is its host. */
export const RoomCreated = z.strictObject({ roomId: RoomId, url: z.url().max(2_048) });
export type RoomCreated = z.output<typeof RoomCreated>;

/** `GET /rooms/{roomId}`: what the page needs before a person joins. */
export const RoomView = z.strictObject({
  roomId: RoomId,
  /** True when the caller's own token is that of the room's host. */
  isHost: z.boolean(),
  /** Absent while no media host is connected; joining is answered `media-unavailable` then. */
  routerRtpCapabilities: RtpCapabilities.exactOptional(),
});
export type RoomView = z.output<typeof RoomView>;

/** Errors over REST. Source: RFC 9457. `code` is ours and the same as on the socket. */
export const Problem = z.strictObject({
  type: z.string().max(256),
  title: z.string().max(200),
  status: z.int().min(400).max(599),
  code: z.string().max(64),
  detail: z.string().max(200),
});
export type Problem = z.output<typeof Problem>;
