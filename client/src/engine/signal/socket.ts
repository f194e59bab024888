import { SIGNAL_NAMESPACE, type Line, type RoomId, type SignalHandshake } from '#contracts';
import { io } from 'socket.io-client';

/** Longest wait for one transport to open, in ms. With two transports to try, an attempt ends within twice that. */
const CONNECT_TIMEOUT_MS = 5_000;

/** The part of a Socket.IO client socket that the engine uses. It never reconnects by itself. */
export interface Socket extends Line {
  readonly isConnected: boolean;
  connect(handshake: SignalHandshake): void;
  disconnect(): void;
}

export interface SocketHandlers {
  readonly connected: () => void;
  /** `error` is whatever the server's handshake refused with, if it was the server. */
  readonly refused: (error: unknown) => void;
  readonly lost: () => void;
  readonly event: (name: string, payload: unknown) => void;
}

/** Makes a socket to this page's own server, or to one of an origin; with a room to the node that holds it, else to any. */
export function openSocket(handlers: SocketHandlers, roomId?: RoomId, origin = ''): Socket {
  const socket = io(`${origin}${SIGNAL_NAMESPACE}`, {
    autoConnect: false,
    forceNew: true,
    // Ours: a resume must follow every new connection, and the first retry comes sooner than the library's.
    reconnection: false,
    // One round trip less than beginning with polling, which is left for networks that let no WebSocket through.
    transports: ['websocket', 'polling'],
    tryAllTransports: true,
    timeout: CONNECT_TIMEOUT_MS,
    ...(roomId === undefined ? {} : { query: { room: roomId } }),
  });
  socket.on('connect', handlers.connected);
  socket.on('connect_error', (error) => handlers.refused((error as { readonly data?: unknown }).data));
  socket.on('disconnect', handlers.lost);
  socket.onAny((name: string, payload: unknown) => handlers.event(name, payload));
  return {
    get isConnected() {
      return socket.connected;
    },
    connect(handshake) {
      socket.auth = { ...handshake };
      socket.connect();
    },
    disconnect: () => void socket.disconnect(),
    timeout: (ms) => socket.timeout(ms),
  };
}
