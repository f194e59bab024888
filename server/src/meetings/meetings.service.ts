import { randomUUID } from 'node:crypto';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { MeetingId, PARTICIPANTS_MAX_COUNT, Refusal, type RoomId } from '#contracts';
import { Listeners, SharedTask, steadied } from '#kernel';
import { TALLY, type Tally } from '../core/tally.js';
import type { Caller } from '../wire/caller.js';
import { SocketEnds, type SocketEnd } from '../wire/socket-ends.js';
import { HeldLeases } from './held-leases.js';
import { LiveMeeting } from './live-meeting.js';
import { MEETING_LEASES, type Lease, type MeetingLeases } from './meeting-leases.js';
import { figuresOf } from './meeting-figures.js';
import { MEETING_ROOMS, type MeetingRoom, type MeetingRooms } from './meeting-rooms.js';
import { rulesOf } from './meeting-rules.js';
import type { MeetingTerms, Standing } from './meeting-terms.js';
import type { MeetingTools } from './meeting-tools.js';
import { firstSeqOf, Meeting } from './meeting.js';

export const MEETING_SETTINGS = Symbol('MeetingSettings');

/** What meetings are made with, but for their own end. */
export type MeetingSettings = Omit<MeetingTools, 'hasEnded' | 'onOver'> & { readonly capacityCount: number };

/** A room, and the names of those who belong to it. */
type KnownRoom = MeetingRoom & Pick<MeetingTerms, 'memberNames'>;

/** Meetings left behind by a dead node are looked for this often. People who come back find theirs at once. */
const SWEEP_EVERY_MS = 15_000;

/**
 * The meetings that this node owns. Opens one when the first person comes, reads back what a dead node left, keeps the
 * leases, and hears of sockets that end.
 */
@Injectable()
export class MeetingsService implements OnApplicationBootstrap, OnApplicationShutdown {
  /** Told when a meeting went to another node: whatever is kept for it here is void, and nothing of it may be closed. */
  readonly abandoned: Listeners<LiveMeeting>;
  /** Told when a meeting of a dead node was taken up here: its media may stand on a host. */
  readonly takenUp: Listeners<LiveMeeting>;
  readonly #settings: MeetingSettings;
  readonly #live = new Map<RoomId, LiveMeeting>();
  readonly #byId = new Map<MeetingId, LiveMeeting>();
  readonly #leases: HeldLeases;
  readonly #opening = new SharedTask<RoomId, LiveMeeting | undefined>();
  readonly #endedCallers = new WeakSet<Caller>();
  readonly #stops: (() => void)[] = [];
  #restored: Promise<void> | undefined;

  constructor(
    @Inject(MEETING_SETTINGS) settings: MeetingSettings,
    @Inject(MEETING_LEASES) leases: MeetingLeases,
    @Inject(MEETING_ROOMS) private readonly rooms: MeetingRooms,
    @Inject(SocketEnds) ends: SocketEnds,
    @Inject(TALLY) tally: Pick<Tally, 'watchMeetings'>,
  ) {
    this.#settings = settings;
    this.#leases = new HeldLeases(leases, settings.log);
    const onFault = (fault: unknown) => settings.log.error({ fault }, 'a listener to moving meetings failed');
    this.abandoned = new Listeners(onFault);
    this.takenUp = new Listeners(onFault);
    this.#stops.push(ends.listen((end) => this.#socketEnded(end)));
    tally.watchMeetings(() => figuresOf([...this.#live.values()]));
  }

  onApplicationBootstrap(): void {
    void this.restored();
    this.#every(SWEEP_EVERY_MS, () => this.#recoverAll());
    this.#every(this.#leases.renewEveryMs, () => this.#leases.renewAll((roomId) => this.#lost(roomId)));
  }

  async onApplicationShutdown(): Promise<void> {
    for (const stop of this.#stops) stop();
    // What fails here was logged, and is as lost as with a process that dies.
    await Promise.allSettled([...this.#live.values()].map((live) => live.kept()));
    // Seats and meetings stay on record: whoever comes next takes them up, and media flows on meanwhile.
    for (const live of this.#live.values()) live.abandon();
    await this.#leases.releaseAll();
  }

  /** Resolves, and never rejects, once the meetings left behind by the process before were read back. */
  restored(): Promise<void> {
    this.#restored ??= this.#recoverAll();
    return this.#restored;
  }

  /**
   * The room's meeting, opened when there is none.
   *
   * @throws {Refusal} as `MeetingRooms.require` does; `unavailable` while another node owns the room's meetings.
   */
  async open(roomId: RoomId): Promise<LiveMeeting> {
    const live = await this.#find(roomId, true);
    if (live === undefined) throw new Refusal('unavailable', 'This meeting could not be opened. Please try again.');
    return live;
  }

  /** @throws {Refusal} `seat-lost` when the room has no meeting now; else as `open` does. */
  async require(roomId: RoomId): Promise<LiveMeeting> {
    const live = await this.#find(roomId, false);
    if (live === undefined) throw new Refusal('seat-lost', 'Your seat in this meeting was given up or taken over.');
    return live;
  }

  /** A meeting that this node owns now. */
  byId(meetingId: MeetingId): LiveMeeting | undefined {
    return this.#byId.get(meetingId);
  }

  /** The room's meeting, when there is one on this node. */
  byRoom(roomId: RoomId): LiveMeeting | undefined {
    return this.#live.get(roomId);
  }

  /** The meeting a caller is seated in. @throws {Refusal} `seat-lost` when they are in none. */
  of(caller: Caller): {
    readonly live: LiveMeeting;
    readonly participantId: NonNullable<Caller['seat']>['participantId'];
  } {
    const live = caller.seat === undefined ? undefined : this.#byId.get(caller.seat.meetingId);
    if (caller.seat === undefined || live === undefined) {
      throw new Refusal('seat-lost', 'You are not in a meeting.');
    }
    return { live, participantId: caller.seat.participantId };
  }

  /**
   * What somebody is to a room before they come in.
   *
   * @throws {Refusal} as `MeetingRooms.standing` does.
   */
  async standing(roomId: RoomId, { identityId, accountId }: Caller): Promise<Standing> {
    const isGuest = accountId === undefined;
    const role = await this.rooms.standing?.(roomId, { identityId, isGuest });
    return { role: role ?? 'participant', isGuest };
  }

  /** True for a meeting that some node owns, or will take up. Nothing of it may be closed by who does not own it. */
  isOpen(meetingId: MeetingId): Promise<boolean> {
    return this.#settings.records.isOpen(meetingId);
  }

  /** Gives up waiting, wherever the caller does. Safe to repeat. */
  stopWaiting(caller: Caller): void {
    for (const live of this.#live.values()) live.stopWaiting(caller);
  }

  /** Gives up the caller's seat. Safe to repeat. */
  leave(caller: Caller): void {
    if (caller.seat === undefined) return;
    this.#byId.get(caller.seat.meetingId)?.leave(caller.seat.participantId, 'left');
  }

  /** Lets go of the caller's seat, which a reload may take again at once. Safe to repeat. */
  part(caller: Caller): void {
    if (caller.seat === undefined) return;
    this.#byId.get(caller.seat.meetingId)?.release(caller, caller.seat.participantId, 'left');
  }

  /**
   * Ends the caller's meeting for everyone, and its room with it, so that the link says so. Safe to repeat.
   *
   * @throws {Refusal} `forbidden` for anybody but a host; `seat-lost` when they are in no meeting.
   */
  async end(caller: Caller): Promise<void> {
    const { live, participantId } = this.of(caller);
    live.rules.requireHost(participantId);
    await this.rooms.end(live.roomId);
    await live.end('by-host', participantId);
  }

  /** The rooms of the meetings that this node owns. */
  roomIds(): RoomId[] {
    return [...this.#live.keys()];
  }

  /** For a log or a debugging page. */
  snapshot() {
    return { meetings: [...this.#live.values()].map((live) => live.snapshot()), leases: this.#leases.snapshot() };
  }

  async #find(roomId: RoomId, mayStart: boolean): Promise<LiveMeeting | undefined> {
    const present = this.#live.get(roomId);
    if (present !== undefined) return present;
    const found = await this.#opening.get(roomId, () => this.#load(roomId, mayStart));
    if (found !== undefined && !found.rules.isEnded) return found;
    if (!mayStart) return undefined;
    // Somebody who did not want to start one looked at the same time; or it ended while we waited.
    this.#opening.forget(roomId);
    return this.#opening.get(roomId, () => this.#load(roomId, true));
  }

  /** Once per room at a time. What was read back is taken up, and nothing is started unless asked for. */
  async #load(roomId: RoomId, mayStart: boolean): Promise<LiveMeeting | undefined> {
    const lease = await this.#leases.acquire(roomId);
    try {
      const [room, memberNames, recovered] = await Promise.all([
        this.#room(roomId),
        this.rooms.memberNames?.(roomId),
        this.#settings.records.recover(roomId),
      ]);
      if (room instanceof Refusal) {
        // Its server died between closing the room and ending the meeting.
        if (recovered !== undefined) await this.#settings.records.end(recovered, this.#settings.clock.nowMs());
        throw room;
      }
      if (recovered === undefined && !mayStart) {
        await this.#letGo(roomId, lease);
        return undefined;
      }
      const known = { ...room, memberNames };
      const live = recovered === undefined ? this.#start(roomId, known) : this.#take(recovered, known);
      this.#leases.hold(lease);
      this.#live.set(roomId, live);
      this.#byId.set(live.meetingId, live);
      if (recovered !== undefined) this.takenUp.tell(live);
      if (recovered !== undefined) live.endIfEmpty();
      return live;
    } catch (thrown) {
      await this.#letGo(roomId, lease);
      throw thrown;
    }
  }

  /** The refusal instead of the room, when there is none to meet in. */
  async #room(roomId: RoomId): Promise<MeetingRoom | Refusal> {
    try {
      return await this.rooms.require(roomId);
    } catch (thrown) {
      if (thrown instanceof Refusal) return thrown;
      throw thrown;
    }
  }

  #start(roomId: RoomId, room: KnownRoom): LiveMeeting {
    const meetingId = MeetingId.parse(randomUUID());
    const startedAtMs = this.#settings.clock.nowMs();
    const live = this.#make({ meetingId, roomId, startedAtMs, run: 0 }, room);
    live.startAfter(this.#settings.records.start({ meetingId, roomId, startedAtMs, run: 0 }));
    this.#markUsed(roomId);
    this.#settings.log.info({ meetingId, roomId }, 'a meeting began');
    return live;
  }

  #take(
    recovered: NonNullable<Awaited<ReturnType<MeetingSettings['records']['recover']>>>,
    room: KnownRoom,
  ): LiveMeeting {
    const live = this.#make(recovered, room);
    live.restore(recovered);
    const { meetingId, roomId, run, seats } = recovered;
    this.#settings.log.info({ meetingId, roomId, run, seatCount: seats.length }, 'a meeting was taken up again');
    return live;
  }

  #make(
    record: {
      readonly meetingId: MeetingId;
      readonly roomId: RoomId;
      readonly startedAtMs: number;
      readonly run: number;
    },
    { hostIdentityId, settings, memberNames }: KnownRoom,
  ): LiveMeeting {
    const { meetingId, roomId, startedAtMs, run } = record;
    const capacityCount = Math.min(this.#settings.capacityCount, settings?.capacityCount ?? PARTICIPANTS_MAX_COUNT);
    const seq = firstSeqOf(run);
    const rules = rulesOf(settings);
    const meeting = new Meeting({
      meetingId,
      roomId,
      hostIdentityId,
      capacityCount,
      startedAtMs,
      seq,
      rules,
      memberNames,
    });
    const live: LiveMeeting = new LiveMeeting(meeting, run, {
      ...this.#settings,
      clock: steadied(this.#settings.clock),
      hasEnded: (caller) => this.#endedCallers.has(caller),
      onOver: (recorded) => this.#over(live, recorded),
    });
    return live;
  }

  #over(live: LiveMeeting, recorded: Promise<void>): void {
    const { roomId } = live;
    this.#forget(live);
    this.#leases.releaseAfter(roomId, recorded);
    this.#settings.log.info({ meetingId: live.meetingId, roomId }, 'a meeting ended');
  }

  #forget(live: LiveMeeting): void {
    if (this.#live.get(live.roomId) === live) {
      this.#live.delete(live.roomId);
      this.#opening.forget(live.roomId);
    }
    this.#byId.delete(live.meetingId);
  }

  /** Who was sent away for good, signed out or cut off, leaves their seat at once: nothing of theirs may flow on. */
  #socketEnded({ caller, isFinal }: SocketEnd): void {
    this.#endedCallers.add(caller);
    for (const one of this.#live.values()) {
      if (isFinal) one.stopWaiting(caller);
      else one.releaseWaiting(caller);
    }
    const live = caller.seat === undefined ? undefined : this.#byId.get(caller.seat.meetingId);
    if (caller.seat === undefined || live === undefined) return;
    if (isFinal) live.dismiss(caller, caller.seat.participantId);
    else live.release(caller, caller.seat.participantId);
  }

  /** Never rejects: what fails is looked for again by the next sweep, or when somebody comes. */
  async #recoverAll(): Promise<void> {
    try {
      for (const roomId of await this.#settings.records.openRooms()) {
        if (!this.#live.has(roomId)) await this.#recoverOne(roomId);
      }
    } catch (fault) {
      this.#settings.log.warn({ fault }, 'meetings left behind could not be looked for');
    }
  }

  async #recoverOne(roomId: RoomId): Promise<void> {
    try {
      await this.#find(roomId, false);
    } catch (thrown) {
      if (!(thrown instanceof Refusal))
        this.#settings.log.warn({ roomId, fault: thrown }, 'a meeting could not be taken up');
    }
  }

  /** Another node takes its meeting over. */
  #lost(roomId: RoomId): void {
    const live = this.#live.get(roomId);
    if (live === undefined) return;
    this.#settings.log.warn({ meetingId: live.meetingId, roomId }, 'the lease was lost; another node takes over');
    this.#forget(live);
    live.abandon();
    this.abandoned.tell(live);
  }

  async #letGo(roomId: RoomId, lease: Lease): Promise<void> {
    this.#opening.forget(roomId);
    await this.#leases.release(lease);
  }

  #markUsed(roomId: RoomId): void {
    this.rooms
      .markUsed(roomId)
      .catch((fault: unknown) => this.#settings.log.warn({ roomId, fault }, 'a room could not be marked as used'));
  }

  #every(everyMs: number, task: () => Promise<void>): void {
    let cancel = this.#settings.clock.after(everyMs, again.bind(this));
    this.#stops.push(() => cancel());
    function again(this: MeetingsService): void {
      void task().then(() => {
        cancel = this.#settings.clock.after(everyMs, again.bind(this));
      });
    }
  }
}
