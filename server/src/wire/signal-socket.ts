import type { DefaultEventsMap, Namespace, Socket } from 'socket.io';
import type { ClientToServer, ServerToClient } from '#contracts';
import type { Caller } from './caller.js';
import type { Gate } from './gate.js';

/** What the handshake leaves on a socket. */
export interface SignalSocketData {
  caller: Caller;
  gate: Gate;
}

export type SignalNamespace = Namespace<ClientToServer, ServerToClient, DefaultEventsMap, SignalSocketData>;
export type SignalSocket = Socket<ClientToServer, ServerToClient, DefaultEventsMap, SignalSocketData>;
