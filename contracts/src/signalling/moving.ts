import { z } from 'zod';
import { IdentityId, ParticipantId, RoomId } from '../ids.js';
import { MediaSession } from '../media.js';
import { IceServer } from '../rtp.js';
import { request } from '../wire.js';
import { MediaCapabilities, MeetingSnapshot, ResumeToken } from './meeting.js';
import { DisplayName, SourceState } from './participant.js';

/** How long a code for another device can be used, in ms: long enough to find the phone. */
export const MOVE_CODE_MS = 120_000;
/** A device that has begun to move settles within this, in ms; else everything stays as it was. */
export const MOVE_SETTLE_MS = 30_000;
/** Most of one's own seats that are told of. */
export const SEATS_ELSEWHERE_MAX_COUNT = 10;

/** Opaque, and good once. */
export const MoveCode = z.string().regex(/^[A-Za-z0-9_-]{22,64}$/, 'is no code');

/** One's own seat on another device, which is connected. */
export const SeatElsewhere = z.strictObject({
  participantId: ParticipantId,
  name: DisplayName,
  /** What it sends now; a device that takes it over should send the same. */
  sources: z.array(SourceState).max(4),
});
export type SeatElsewhere = z.output<typeof SeatElsewhere>;

export const movingRequests = {
  'seat.offer': request({
    about:
      'A code with which another device becomes this guest, so that it can take the seat over: once, within two minutes. Not for accounts (`forbidden`): who has one signs in there.',
    input: z.strictObject({}),
    output: z.strictObject({ code: MoveCode, expiresAtMs: z.int().nonnegative() }),
  }),
  'seat.redeem': request({
    about:
      'Exchanges a code for the token of the guest who offered it. Connect anew with it, then ask `seat.move`. `not-found` for one that is wrong, was used or has expired, in the same words.',
    input: z.strictObject({ roomId: RoomId, code: MoveCode }),
    output: z.strictObject({
      identityId: IdentityId,
      token: z.string().max(2_048),
      expiresAtMs: z.int().nonnegative(),
      participantId: ParticipantId,
    }),
  }),
  'seat.elsewhere': request({
    about: 'The caller’s own seats in this room’s meeting that are on other devices. Nobody else’s, whoever asks.',
    input: z.strictObject({ roomId: RoomId }),
    output: z.strictObject({ seats: z.array(SeatElsewhere).max(SEATS_ELSEWHERE_MAX_COUNT) }),
    isRepeatable: true,
  }),
  'seat.move': request({
    about:
      'Begins to take one’s own seat over from another device: transports for this one, with what flows first, while the other goes on. Nobody is told. Then `seat.settle`, within half a minute.',
    input: z.strictObject({ roomId: RoomId, participantId: ParticipantId, media: MediaCapabilities }),
    output: z.strictObject({
      participantId: ParticipantId,
      snapshot: MeetingSnapshot,
      iceServers: z.array(IceServer).max(16),
      media: MediaSession,
    }),
    deadlineMs: 10_000,
    isRepeatable: true,
  }),
  'seat.settle': request({
    about:
      'This device has media: the seat is here now, with its role, hand and all, and the other device is told `seat.taken`. Publish next what it was sending; until then the others have what came last.',
    input: z.strictObject({}),
    output: z.strictObject({ resumeToken: ResumeToken, snapshot: MeetingSnapshot }),
    deadlineMs: 10_000,
  }),
};
