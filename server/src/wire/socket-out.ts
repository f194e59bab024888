import type { IdentityId, MeetingId, Payload, SignallingEvents } from '#contracts';

export const SOCKET_OUT = Symbol('SocketOut');

export type EventName = keyof SignallingEvents;

export interface MeetingAudience {
  /** This socket does not hear of it. */
  readonly exceptSocketId?: string | undefined;
  /**
   * Dropped for a receiver to whom another message is still on its way, be it for a millisecond. For what is shown for a
   * moment and missed by nobody.
   */
  readonly isVolatile?: boolean | undefined;
}

/** The way of facts to browsers, whichever server node holds their socket. Nothing here waits for anybody. */
export interface SocketOut {
  toSocket<K extends EventName>(socketId: string, name: K, payload: Payload<SignallingEvents, K>): void;
  /** Reaches the sockets that `joinMeeting` put there, in the order of the calls. */
  toMeeting<K extends EventName>(
    meetingId: MeetingId,
    name: K,
    payload: Payload<SignallingEvents, K>,
    audience?: MeetingAudience,
  ): void;
  /** Reaches every socket of these people, whether they are in a meeting or not. */
  toIdentities<K extends EventName>(
    identityIds: readonly IdentityId[],
    name: K,
    payload: Payload<SignallingEvents, K>,
    audience?: MeetingAudience,
  ): void;
  /** Takes effect at once for a socket of this node. Safe to repeat. */
  joinMeeting(socketId: string, meetingId: MeetingId): void;
  leaveMeeting(socketId: string, meetingId: MeetingId): void;
  /** Closes the connection after what was sent before; the client does not come back by itself. */
  disconnect(socketId: string): void;
}
