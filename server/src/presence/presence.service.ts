import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import {
  PRESENCE_MAX_COUNT,
  Refusal,
  type IdentityId,
  type ParticipantId,
  type Presence,
  type PresentPerson,
  type RoomId,
} from '#contracts';
import type { Clock, Log } from '#kernel';
import { MeetingFacts, type MeetingNews } from '../meetings/meeting-fact.js';
import { MeetingsService } from '../meetings/meetings.service.js';
import type { Caller } from '../wire/caller.js';
import { SocketEnds } from '../wire/socket-ends.js';
import { SocketStarts } from '../wire/socket-starts.js';
import { livelier, PresenceBoard, UNSEEN, type Seen } from './presence-board.js';
import type { PresenceFacts } from './presence-fact.js';
import type { PresenceMesh } from './presence-mesh.js';
import type { KeptPresence, PresenceRecords } from './presence-records.js';
import { Watchers } from './watchers.js';

/** How often nodes tell each other, look for changes elsewhere, and tell watchers what they found, in ms. */
const LOOK_EVERY_MS = 2_000;
/** Last active times are written down this often, in ms. */
const KEEP_EVERY_MS = 30_000;
/** Changes here within this time are told together; long enough that a reload is no news, in ms. */
const SETTLE_MS = 1_000;
/** Who was in a room within this time is among its people, in ms. */
const LATELY_MS = 30 * 86_400_000;

export const PRESENCE_TOOLS = Symbol('PresenceTools');

export interface PresenceTools {
  readonly records: PresenceRecords;
  readonly mesh: PresenceMesh;
  readonly facts: PresenceFacts;
  readonly clock: Clock;
  readonly log: Log;
}

/** Who is there, for those who may know. */
@Injectable()
export class PresenceService implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #board = new PresenceBoard();
  readonly #watchers = new Watchers();
  readonly #seats = new Map<ParticipantId, { readonly identityId: IdentityId; readonly meetingId: string }>();
  /** What watchers were told last. */
  readonly #told = new Map<IdentityId, string>();
  readonly #hidden = new Set<IdentityId>();
  readonly #unkept = new Map<IdentityId, number>();
  readonly #stops: (() => void)[] = [];
  #isSettling = false;

  constructor(
    @Inject(PRESENCE_TOOLS) private readonly tools: PresenceTools,
    @Inject(MeetingsService) private readonly meetings: MeetingsService,
    @Inject(MeetingFacts) meetingFacts: MeetingFacts,
    @Inject(SocketStarts) starts: SocketStarts,
    @Inject(SocketEnds) ends: SocketEnds,
  ) {
    this.#stops.push(
      starts.listen((caller) => this.set(caller, false)),
      ends.listen(({ caller }) => this.#ended(caller)),
      meetingFacts.listen((news) => this.#met(news)),
    );
  }

  onApplicationBootstrap(): void {
    this.#every(LOOK_EVERY_MS, () => this.look());
    this.#every(KEEP_EVERY_MS, () => this.#keep());
  }

  async onApplicationShutdown(): Promise<void> {
    for (const stop of this.#stops) stop();
    await this.#keep();
  }

  /** Whether the person at this socket is active. */
  set(caller: Caller, isAway: boolean): void {
    const atMs = this.tools.clock.nowMs();
    this.#board.see(caller.identityId, caller.socketId, { isAway, atMs });
    if (!isAway) this.#unkept.set(caller.identityId, atMs);
    this.#settle();
  }

  async configure({ identityId }: Caller, isVisible: boolean): Promise<void> {
    await this.tools.records.setVisible(identityId, isVisible);
    if (isVisible) this.#hidden.delete(identityId);
    else this.#hidden.add(identityId);
    this.#settle();
  }

  async own({ identityId }: Caller): Promise<{ isVisible: boolean }> {
    const [kept] = await this.tools.records.find([identityId]);
    return { isVisible: kept?.isVisible ?? true };
  }

  /** Replaces whom this socket watches by those among them whom its owner has met. */
  async watch(caller: Caller, identityIds: readonly IdentityId[]): Promise<Presence[]> {
    const wished = [...new Set(identityIds)];
    const met = await this.tools.records.met(caller.identityId, wished);
    const known = wished.filter((id) => met.has(id) || id === caller.identityId);
    const people = await this.#now(known);
    this.#watchers.replace(caller.socketId, known);
    return people;
  }

  /** @throws {Refusal} `forbidden` for anybody who is not in the room's meeting. */
  async people(caller: Caller, roomId: RoomId): Promise<PresentPerson[]> {
    const { live } = this.meetings.of(caller);
    if (live.roomId !== roomId) throw new Refusal('forbidden', 'You are not in this room.');
    const sinceMs = this.tools.clock.nowMs() - LATELY_MS;
    const named = await this.tools.records.peopleOf(roomId, { sinceMs, limit: PRESENCE_MAX_COUNT });
    const ids = named.map(({ identityId }) => identityId);
    const people = await this.#now(ids);
    this.#watchers.add(caller.socketId, ids);
    return people
      .map((presence, index) => {
        const { name = 'Guest', isGuest = true } = named[index] ?? {};
        return { ...presence, name, ...(isGuest && { isGuest }) };
      })
      .toSorted((one, other) => (other.lastActiveAtMs ?? 0) - (one.lastActiveAtMs ?? 0));
  }

  /** Tells other nodes who is here, and watchers what has changed, here or elsewhere. Never rejects. */
  async look(): Promise<void> {
    await this.tools.mesh.share(this.#board.all());
    const watched = this.#watchers.everybody();
    const elsewhere = await this.tools.mesh.elsewhere(watched);
    const bySocket = new Map<string, Presence[]>();
    for (const identityId of watched) {
      const presence = this.#presenceOf(identityId, elsewhere.get(identityId));
      const told = this.#told.get(identityId);
      this.#told.set(identityId, presence.status);
      if (told === presence.status || told === undefined) continue;
      for (const socketId of this.#watchers.of(identityId)) {
        bySocket.set(socketId, [...(bySocket.get(socketId) ?? []), presence]);
      }
    }
    for (const [socketId, people] of bySocket) this.tools.facts.tell({ socketId, people });
    for (const identityId of this.#told.keys()) {
      if (this.#watchers.of(identityId).size === 0) this.#told.delete(identityId);
    }
  }

  snapshot() {
    return { presentCount: this.#board.all().length, watchedCount: this.#watchers.everybody().length };
  }

  async #now(identityIds: readonly IdentityId[]): Promise<Presence[]> {
    const [kept, elsewhere] = await Promise.all([
      this.tools.records.find(identityIds),
      this.tools.mesh.elsewhere(identityIds),
    ]);
    const byId = new Map(kept.map((one) => [one.identityId, one]));
    for (const one of kept) if (!one.isVisible) this.#hidden.add(one.identityId);
    return identityIds.map((identityId) => {
      const presence = this.#presenceOf(identityId, elsewhere.get(identityId), byId.get(identityId));
      this.#told.set(identityId, presence.status);
      return presence;
    });
  }

  #presenceOf(identityId: IdentityId, elsewhere: Seen = UNSEEN, kept?: KeptPresence): Presence {
    if (this.#hidden.has(identityId)) return { identityId, status: 'offline' };
    const { status, lastActiveAtMs } = livelier(this.#board.of(identityId), elsewhere);
    const lastMs = Math.max(lastActiveAtMs ?? 0, this.#unkept.get(identityId) ?? 0, kept?.lastActiveAtMs ?? 0);
    return { identityId, status, ...(lastMs > 0 && { lastActiveAtMs: lastMs }) };
  }

  #ended(caller: Caller): void {
    this.#board.lose(caller.identityId, caller.socketId);
    this.#watchers.drop(caller.socketId);
    this.#settle();
  }

  #met({ meetingId, fact }: MeetingNews): void {
    if (fact.kind === 'meeting.ended') {
      for (const [participantId, seat] of this.#seats) if (seat.meetingId === meetingId) this.#stand(participantId);
    } else if (fact.kind === 'participant.left') {
      this.#stand(fact.participantId);
    } else if (fact.kind === 'participant.joined' || fact.kind === 'participant.changed') {
      const { participantId, isConnected } = fact.participant;
      const identityId = this.meetings.byId(meetingId)?.rules.seat(participantId)?.identityId;
      if (!isConnected || identityId === undefined) return this.#stand(participantId);
      if (this.#seats.has(participantId)) return;
      this.#seats.set(participantId, { identityId, meetingId });
      this.#board.sit(identityId, participantId, this.tools.clock.nowMs());
      this.#settle();
    }
  }

  #stand(participantId: ParticipantId): void {
    const seat = this.#seats.get(participantId);
    if (seat === undefined) return;
    this.#seats.delete(participantId);
    this.#board.stand(seat.identityId, participantId);
    this.#settle();
  }

  #settle(): void {
    if (this.#isSettling) return;
    this.#isSettling = true;
    this.tools.clock.after(SETTLE_MS, () => {
      this.#isSettling = false;
      void this.look();
    });
  }

  /** Never rejects: what could not be written is written the next time. */
  async #keep(): Promise<void> {
    const seen = [...this.#unkept].map(([identityId, atMs]) => ({ identityId, atMs }));
    if (seen.length === 0) return;
    try {
      await this.tools.records.touch(seen);
      for (const { identityId, atMs } of seen) {
        if (this.#unkept.get(identityId) === atMs) this.#unkept.delete(identityId);
      }
    } catch (fault) {
      this.tools.log.warn({ fault }, 'last active times could not be written');
    }
  }

  #every(everyMs: number, task: () => Promise<void>): void {
    let cancel: () => void = () => undefined;
    const again = () => {
      cancel = this.tools.clock.after(everyMs, () => void task().then(again));
    };
    again();
    this.#stops.push(() => cancel());
  }
}
