import type { AccountId, AvatarUrl, IdentityId, MeetingId, ParticipantId, SessionId } from '#contracts';
import type { Who } from './token-verifier.js';

/** A place in a meeting. */
export interface Seat {
  readonly meetingId: MeetingId;
  readonly participantId: ParticipantId;
}

/** Who asks, as proven at the handshake. One object per socket, for as long as the socket lives. */
export interface Caller {
  readonly identityId: IdentityId;
  /** Undefined for a guest. */
  readonly accountId: AccountId | undefined;
  readonly sessionId: SessionId | undefined;
  /** Their picture by now. */
  readonly avatarUrl: AvatarUrl | undefined;
  readonly socketId: string;
  /** The seat this socket speaks for; undefined before a join and after a leave. Read it anew after each await. */
  readonly seat: Seat | undefined;
}

type Mutable = { -readonly [K in keyof Caller]: Caller[K] };

export function newCaller(
  identityId: IdentityId,
  socketId: string,
  { accountId, sessionId, avatarUrl }: Partial<Omit<Who, 'identityId'>> = {},
): Caller {
  return { identityId, accountId, sessionId, avatarUrl, socketId, seat: undefined };
}

export function seatOf(caller: Caller): Seat | undefined {
  return caller.seat;
}

/** From now on this socket speaks for `seat`, and for no other. */
export function bindSeat(caller: Caller, seat: Seat): void {
  (caller as Mutable).seat = seat;
}

/** Has another picture from now on, or none. */
export function bindAvatar(caller: Caller, avatarUrl: AvatarUrl | undefined): void {
  (caller as Mutable).avatarUrl = avatarUrl;
}

/** Safe to repeat. */
export function unbindSeat(caller: Caller): void {
  (caller as Mutable).seat = undefined;
}
