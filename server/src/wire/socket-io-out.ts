import { Injectable } from '@nestjs/common';
import type { AccountId, IdentityId, MeetingId, Payload, SessionId, SignallingEvents } from '#contracts';
import type { Caller } from './caller.js';
import type { SessionSockets } from './session-sockets.js';
import type { SignalNamespace, SignalSocket } from './signal-socket.js';
import type { EventName, MeetingAudience, SocketOut } from './socket-out.js';

/** Socket.IO rooms: each socket has one of its own by its id, each meeting has one, each person, and each session. */
@Injectable()
export class SocketIoOut implements SocketOut, SessionSockets {
  #namespace: SignalNamespace | undefined;

  /** For the gateway only, before the first socket comes. */
  attach(namespace: SignalNamespace): void {
    this.#namespace = namespace;
  }

  toSocket<K extends EventName>(socketId: string, name: K, payload: Payload<SignallingEvents, K>): void {
    // The signature pairs the name with its payload; Socket.IO's own types cannot follow a generic pair.
    this.#to(socketId).emit(name, ...([payload] as never));
  }

  toMeeting<K extends EventName>(
    meetingId: MeetingId,
    name: K,
    payload: Payload<SignallingEvents, K>,
    audience: MeetingAudience = {},
  ): void {
    this.#emit([roomOf(meetingId)], audience, [name, payload]);
  }

  toIdentities<K extends EventName>(
    identityIds: readonly IdentityId[],
    name: K,
    payload: Payload<SignallingEvents, K>,
    audience: MeetingAudience = {},
  ): void {
    // To no rooms at all would mean to everybody.
    if (identityIds.length > 0) this.#emit(identityIds.map(ofIdentity), audience, [name, payload]);
  }

  /** For the gateway only: from its first moment a socket hears what is for its owner. */
  welcome(socket: SignalSocket, { identityId, sessionId }: Caller): void {
    void socket.join(
      sessionId === undefined ? [ofIdentity(identityId)] : [ofIdentity(identityId), ofSession(sessionId)],
    );
  }

  close(sessionIds: readonly SessionId[]): void {
    if (sessionIds.length > 0) this.#signOut(sessionIds.map(ofSession));
  }

  closeAll(accountId: AccountId, exceptId?: SessionId): void {
    // An account is an identity, and nobody but who is signed in to it opens sockets as that.
    this.#signOut([ofIdentity(accountId as string as IdentityId)], exceptId && ofSession(exceptId));
  }

  carryOver(from: SessionId, to: SessionId): void {
    // Those of this node first: through Redis they would join after the closing of all others has found them.
    for (const sockets of [this.#open().local.to(ofSession(from)), this.#to(ofSession(from))]) {
      sockets.socketsJoin(ofSession(to));
    }
  }

  joinMeeting(socketId: string, meetingId: MeetingId): void {
    const here = this.#open().sockets.get(socketId);
    // Through Redis even a socket of this node would join a round trip late, and miss what is told meanwhile.
    if (here === undefined) this.#to(socketId).socketsJoin(roomOf(meetingId));
    else void here.join(roomOf(meetingId));
  }

  leaveMeeting(socketId: string, meetingId: MeetingId): void {
    const here = this.#open().sockets.get(socketId);
    if (here === undefined) this.#to(socketId).socketsLeave(roomOf(meetingId));
    else void here.leave(roomOf(meetingId));
  }

  disconnect(socketId: string): void {
    const here = this.#open().sockets.get(socketId);
    if (here === undefined) this.#to(socketId).disconnectSockets(true);
    else here.disconnect(true);
  }

  #signOut(rooms: string[], except?: string): void {
    // Those of this node first: they close also while Redis, which carries the word to all of them, is away.
    for (const some of [this.#open().local.to(rooms), this.#to(rooms)]) {
      const sockets = except === undefined ? some : some.except(except);
      sockets.emit('connection.closed', { reason: 'signed-out' });
      sockets.disconnectSockets(true);
    }
  }

  #emit(rooms: string[], audience: MeetingAudience, [name, payload]: readonly [EventName, unknown]): void {
    const everyone = this.#to(rooms);
    const chosen = audience.exceptSocketId === undefined ? everyone : everyone.except(audience.exceptSocketId);
    (audience.isVolatile === true ? chosen.volatile : chosen).emit(name, ...([payload] as never));
  }

  #to(room: string | string[]) {
    return this.#open().to(room);
  }

  #open(): SignalNamespace {
    if (this.#namespace === undefined) throw new Error('The signalling namespace is not open yet.');
    return this.#namespace;
  }
}

/** Prefixed, so that no id of a meeting can ever be taken for that of a socket. */
function roomOf(meetingId: MeetingId): string {
  return `meeting:${meetingId}`;
}

function ofIdentity(identityId: IdentityId): string {
  return `identity:${identityId}`;
}

function ofSession(sessionId: SessionId): string {
  return `session:${sessionId}`;
}
