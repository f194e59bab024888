import type { types as mediasoup } from 'mediasoup';
import {
  MEETINGS_MAX_COUNT,
  Refusal,
  type Input,
  type MediaControlRequests,
  type MediaSession,
  type MediaSessionId,
  type MeetingId,
} from '#contracts';
import { Listeners, type Clock, type Log } from '#kernel';
import type { HostFact } from '../facts.js';
import { MEDIA_CODECS } from './codecs.js';
import { EMPTY_ROOM_KEPT_MS, ENDED_SESSIONS_KEPT_COUNT } from './limits.js';
import { RecentIds } from './recent.js';
import type { RelayPoint } from './relays.js';
import { Room } from './room.js';
import type { Placement, RouterHome } from './stage.js';

export interface RoomsOptions {
  /** What is forwarded, the one to prefer first; all that there are when undefined. */
  readonly codecs?: readonly mediasoup.RouterRtpCodecCapability[];
  readonly placement: Placement;
  /** How many microphones are forwarded in a meeting with more. */
  readonly loudestCount: number;
  /** Where streams from other hosts come in; loopback when left out. Asked anew for each room. */
  readonly relayPoint?: () => RelayPoint;
  readonly clock: Clock;
  readonly log: Log;
}

/** The meetings that this host carries. */
export class Rooms {
  /** What servers should hear of. */
  readonly facts: Listeners<HostFact>;
  readonly #options: RoomsOptions;
  readonly #rooms = new Map<MeetingId, Room>();
  readonly #ended = new RecentIds<MediaSessionId>(ENDED_SESSIONS_KEPT_COUNT);
  readonly #cancelClosing = new Map<MeetingId, () => void>();

  constructor(options: RoomsOptions) {
    this.#options = options;
    this.facts = new Listeners((fault) => options.log.error({ err: fault }, 'a listener to facts failed'));
  }

  get codecs(): readonly mediasoup.RouterRtpCodecCapability[] {
    return this.#options.codecs ?? MEDIA_CODECS;
  }

  /** @throws {Refusal} as `Room.openSession` does, and `limit-reached` when the host carries too many meetings. */
  async openSession(wish: Input<MediaControlRequests, 'session.open'>): Promise<MediaSession> {
    // A late repeat must not make a room for a session that is over.
    if (this.#ended.has(wish.sessionId)) throw new Refusal('not-found', 'This media session was closed.');
    return this.#roomFor(wish.meetingId).openSession(wish);
  }

  /** Safe to repeat, and may come before the opening. */
  closeSession(meetingId: MeetingId, sessionId: MediaSessionId): void {
    this.#ended.add(sessionId);
    this.#rooms.get(meetingId)?.closeSession(sessionId);
  }

  find(meetingId: MeetingId): Room | undefined {
    return this.#rooms.get(meetingId);
  }

  /** @throws {Refusal} `not-found`. */
  room(meetingId: MeetingId): Room {
    const room = this.#rooms.get(meetingId);
    if (room === undefined) throw new Refusal('not-found', 'This meeting has no media here.');
    return room;
  }

  /** A worker is to end: those who are on it want to go elsewhere. */
  leaveWorker(home: RouterHome): void {
    for (const room of this.#all()) room.leaveWorker(home);
  }

  get sessionCount(): number {
    return this.#all().reduce((sum, room) => sum + room.sessionCount, 0);
  }

  get pipeCount(): number {
    return this.#all().reduce((sum, room) => sum + room.pipeCount, 0);
  }

  get relayCount(): number {
    return this.#all().reduce((sum, { relays }) => sum + relays.incomingCount, 0);
  }

  meetingIds(): MeetingId[] {
    return [...this.#rooms.keys()];
  }

  /** No server has asked for anything for too long. */
  closeOrphans(): void {
    if (this.#rooms.size > 0)
      this.#options.log.warn({ roomCount: this.#rooms.size }, 'no server for too long: all rooms closed');
    for (const room of this.#all()) room.close('orphaned');
  }

  /** Safe to repeat. Tells nobody: the host is ending, and its servers see that. */
  close(): void {
    for (const room of this.#all()) room.close();
  }

  snapshot() {
    return { rooms: this.#all().map((room) => room.snapshot()) };
  }

  #roomFor(meetingId: MeetingId): Room {
    const room = this.#rooms.get(meetingId) ?? this.#makeRoom(meetingId);
    // Somebody comes: an empty room must not close under them.
    if (room.sessionCount === 0) this.#closeLater(room);
    return room;
  }

  #makeRoom(meetingId: MeetingId): Room {
    if (this.#rooms.size >= MEETINGS_MAX_COUNT)
      throw new Refusal('limit-reached', 'This media host carries no more meetings.');
    const room: Room = new Room(meetingId, {
      relayPoint: loopback,
      ...this.#options,
      codecs: this.codecs,
      ended: this.#ended,
      tell: (fact) => this.facts.tell(fact),
      onClosed: () => this.#forget(room),
      onEmpty: (isEmpty) => (isEmpty ? this.#closeLater(room) : this.#keep(meetingId)),
    });
    this.#rooms.set(meetingId, room);
    return room;
  }

  /** A copy, since a room that closes removes itself. */
  #all(): Room[] {
    return [...this.#rooms.values()];
  }

  #forget(room: Room): void {
    this.#keep(room.meetingId);
    if (this.#rooms.get(room.meetingId) === room) this.#rooms.delete(room.meetingId);
  }

  #closeLater(room: Room): void {
    this.#keep(room.meetingId);
    const cancel = this.#options.clock.after(EMPTY_ROOM_KEPT_MS, () => room.close());
    this.#cancelClosing.set(room.meetingId, cancel);
  }

  #keep(meetingId: MeetingId): void {
    this.#cancelClosing.get(meetingId)?.();
    this.#cancelClosing.delete(meetingId);
  }
}

/** The first port and the last of those that are used for relays where nothing else is configured. */
const RELAY_PORTS = { min: 41_000, max: 41_999 } as const;

function loopback(): RelayPoint {
  return { ip: '127.0.0.1', portRange: RELAY_PORTS };
}
