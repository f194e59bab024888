import { Inject, type BeforeApplicationShutdown } from '@nestjs/common';
import { WebSocketGateway, type OnGatewayInit } from '@nestjs/websockets';
import {
  parseInput,
  SIGNAL_NAMESPACE,
  SignalHandshake,
  toWireError,
  Refusal,
  type Payload,
  type SignallingEvents,
  type WireError,
} from '#contracts';
import { systemClock, type Log } from '#kernel';
import { asRefusal } from '../core/absence.js';
import { TALLY, type Tally } from '../core/tally.js';
import { LOG } from '../core/tokens.js';
import { newCaller } from './caller.js';
import { Gate } from './gate.js';
import { RateLimits } from './rate-limits.js';
import { SignalDoor } from './signal-door.js';
import type { SignalNamespace, SignalSocket } from './signal-socket.js';
import { TOKEN_VERIFIER, type TokenVerifier, type Who } from './token-verifier.js';

/** When a client of a draining server shall come back, in ms; it adds its own jitter. */
const RETURN_AFTER_DRAIN_MS = 500;

/** What Socket.IO calls a connection that we have closed for good, here or on the word of another node. */
const CLOSED_BY_US = 'server namespace disconnect';

/** More than there are gateways, so that Node still tells of a real leak. */
const SOCKET_LISTENERS_MAX_COUNT = 50;

/** Opens the browser's namespace: proves who connects, puts a gate before their requests, and tells when they go. */
@WebSocketGateway({ namespace: SIGNAL_NAMESPACE })
export class SignalGateway implements OnGatewayInit<SignalNamespace>, BeforeApplicationShutdown {
  #namespace: SignalNamespace | undefined;

  constructor(
    @Inject(TOKEN_VERIFIER) private readonly tokens: TokenVerifier,
    @Inject(RateLimits) private readonly limits: RateLimits,
    @Inject(TALLY) private readonly tally: Tally,
    @Inject(LOG) private readonly log: Log,
    @Inject(SignalDoor) private readonly door: SignalDoor,
  ) {}

  afterInit(namespace: SignalNamespace): void {
    this.#namespace = namespace;
    // Nest listens once per gateway; more than ten of them are no leak.
    namespace.setMaxListeners(SOCKET_LISTENERS_MAX_COUNT);
    this.door.out.attach(namespace);
    this.door.nodes.attach(namespace);
    namespace.use((socket, next) => void this.#judge(socket, next));
    namespace.on('connection', (socket) => this.#connected(socket));
  }

  /** Tells every socket of this node to come back, to another node or to this one's successor, and lets them go. */
  beforeApplicationShutdown(): void {
    for (const socket of this.#namespace?.sockets.values() ?? []) {
      close(socket, { reason: 'server-draining', returnAfterMs: RETURN_AFTER_DRAIN_MS });
    }
  }

  /** Never rejects. */
  async #judge(socket: SignalSocket, next: (refusal?: Error) => void): Promise<void> {
    try {
      await this.#welcome(socket);
    } catch (thrown) {
      return next(this.#connectError(thrown));
    }
    next();
  }

  async #welcome(socket: SignalSocket): Promise<void> {
    this.door.capacity.demandPlace(this.#namespace?.server.engine.clientsCount ?? 0);
    const who = await this.#proven(socket);
    if (await this.limits.identityViolations.isSpent(who.identityId)) {
      throw new Refusal('too-many-requests', 'Too many broken messages; wait a minute.');
    }
    const caller = newCaller(who.identityId, socket.id, who);
    const cutOff = () => close(socket, { reason: 'too-many-violations' });
    const { limits, tally, log } = this;
    // How long a caller waits is told by no rule of a meeting, but by the time that goes by on the wire.
    const gate = new Gate(caller, { limits, tally, log, clock: systemClock, cutOff });
    socket.setMaxListeners(SOCKET_LISTENERS_MAX_COUNT);
    socket.data = { caller, gate };
    socket.use((packet, next) => void pass(gate, { packet, next }));
  }

  #connected(socket: SignalSocket): void {
    const { caller, gate } = socket.data;
    this.tally.socketOpened();
    this.door.out.welcome(socket, caller);
    if (caller.sessionId !== undefined) void this.#lookAgain(socket);
    this.door.starts.tell(caller);
    // A message that cannot even be decoded; the engine closes the connection. Nobody listening would end the process.
    socket.on('error', () => gate.violated('unreadable'));
    socket.on('disconnect', (reason) => {
      this.tally.socketClosed();
      this.door.ends.tell({ caller, reason, isFinal: reason === CLOSED_BY_US });
    });
  }

  /** Whoever signed out after the handshake and before the socket stood was not found to be closed. Never rejects. */
  async #lookAgain(socket: SignalSocket): Promise<void> {
    try {
      await this.#proven(socket);
    } catch (thrown) {
      if (thrown instanceof Refusal) close(socket, { reason: 'signed-out' });
      else this.log.warn({ fault: thrown }, 'a session could not be looked at again');
    }
  }

  /** @throws {Refusal} `unauthenticated`. */
  async #proven(socket: SignalSocket): Promise<Who> {
    const { token } = parseInput(SignalHandshake, socket.handshake.auth);
    return this.tokens.verify(token);
  }

  #connectError(thrown: unknown): Error & { data: WireError } {
    const error = toWireError(asRefusal(thrown), (fault) => this.log.error({ fault }, 'a handshake failed'));
    this.tally.refused('socket', error.code);
    return Object.assign(new Error(error.message), { data: error });
  }
}

interface Passing {
  readonly packet: readonly unknown[];
  readonly next: () => void;
}

/** A refused message ends here, answered when it asked for an answer. Never rejects. */
async function pass(gate: Gate, { packet, next }: Passing): Promise<void> {
  const [name] = packet;
  const last = packet.at(-1);
  const acknowledge = typeof last === 'function' ? (last as (reply: unknown) => void) : undefined;
  const refusal = await gate.admit(name, acknowledge !== undefined);
  if (refusal === undefined) return next();
  acknowledge?.({ ok: false, error: { code: refusal.code, message: refusal.message } satisfies WireError });
}

function close(socket: SignalSocket, notice: Payload<SignallingEvents, 'connection.closed'>): void {
  socket.emit('connection.closed', notice);
  // Closing only what is below looks like a lost network, from which clients return by themselves.
  if (notice.returnAfterMs === undefined) socket.disconnect(true);
  else socket.conn.close();
}
