import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { IdentityId, RoomId } from '#contracts';
import { MeetingFacts, type MeetingNews } from '../meetings/meeting-fact.js';
import { MeetingsService } from '../meetings/meetings.service.js';
import { CALL_TOOLS, CallKeeper, type CallTools } from './call-keeper.js';
import { comeBack, endWithMeeting, isIn, leave, nextMissMs, type KeptCall } from './call.js';

/** So long the other one of two is left in the meeting after the first has hung up, in ms: to see it, and to add others. */
const ALONE_MS = 3_000;
/** More people than this, and it is no call of two any more. */
const PAIR_COUNT = 2;

/**
 * Follows the meetings that calls take place in, on the node that runs them. Who hangs up has left the call; a call ends
 * with its meeting; and a call of two ends when one of them hangs up. Whose connection is lost keeps their seat, and the
 * other one waits for them.
 */
@Injectable()
export class CallWatch implements OnApplicationShutdown {
  /** Rooms in which more than two people were at once. */
  readonly #grown = new Set<RoomId>();
  /** Rooms of calls that somebody has left, who may come back. */
  readonly #left = new Set<RoomId>();
  readonly #alone = new Map<RoomId, () => void>();
  readonly #stop: () => void;

  constructor(
    @Inject(CALL_TOOLS) private readonly tools: CallTools,
    @Inject(CallKeeper) private readonly keeper: CallKeeper,
    @Inject(MeetingsService) private readonly meetings: MeetingsService,
    @Inject(MeetingFacts) facts: MeetingFacts,
  ) {
    this.#stop = facts.listen((news) => this.#hear(news));
  }

  onApplicationShutdown(): void {
    this.#stop();
    for (const cancel of this.#alone.values()) cancel();
  }

  #hear({ roomId, fact }: MeetingNews): void {
    if (fact.kind === 'participant.joined') this.#joined(roomId);
    else if (fact.kind === 'participant.left') {
      const { identityId, reason } = fact;
      // Another device of theirs is in the meeting still.
      if (this.#seated(roomId).has(identityId)) return;
      void this.keeper.quietly(() => this.#hungUp(roomId, identityId, reason === 'left'));
    } else if (fact.kind === 'meeting.ended') {
      for (const rooms of [this.#grown, this.#left]) rooms.delete(roomId);
      this.#stopWaiting(roomId);
      void this.keeper.quietly(() => this.#roomEnded(roomId));
    }
  }

  #joined(roomId: RoomId): void {
    const seated = this.#seated(roomId);
    if (seated.size > PAIR_COUNT) this.#grown.add(roomId);
    if (!this.#left.has(roomId)) return;
    void this.keeper.quietly(async () => {
      const call = await this.tools.records.inRoom(roomId);
      const back = [...seated].filter((identityId) => call?.leftAtMs?.[identityId] !== undefined);
      if (call === undefined || back.length === 0) return;
      await this.keeper.change(call.callId, (one) => back.reduce(comeBack, one));
    });
  }

  async #hungUp(roomId: RoomId, identityId: IdentityId, isDeliberate: boolean): Promise<void> {
    const call = await this.tools.records.inRoom(roomId);
    if (call === undefined) return;
    // It may have ended meanwhile, and nobody comes back then.
    if (this.meetings.byRoom(roomId) !== undefined) this.#left.add(roomId);
    const atMs = this.tools.clock.nowMs();
    const after = await this.keeper.change(call.callId, (one) => leave(one, identityId, atMs));
    if (isDeliberate && this.#isForsaken(roomId, after)) this.#waitAlone(roomId);
  }

  /** While it rings for somebody who was added, the one who is left waits for them. */
  #waitAlone(roomId: RoomId): void {
    this.#stopWaiting(roomId);
    const look = async () => {
      const call = await this.tools.records.inRoom(roomId);
      if (call === undefined || !this.#isForsaken(roomId, call)) return;
      if (nextMissMs(call) !== undefined) return this.#waitAlone(roomId);
      this.#alone.delete(roomId);
      await this.meetings.byRoom(roomId)?.end('expired');
    };
    this.#alone.set(
      roomId,
      this.tools.clock.after(ALONE_MS, () => void this.keeper.quietly(look)),
    );
  }

  #stopWaiting(roomId: RoomId): void {
    this.#alone.get(roomId)?.();
    this.#alone.delete(roomId);
  }

  /** One of two is left. A group’s call waits for the others of the group, and one that has grown goes on. */
  #isForsaken(roomId: RoomId, call: KeptCall): boolean {
    const { callees, state } = call;
    const calledAtFirst = callees.filter(({ addedBy }) => addedBy === undefined);
    const taken = callees.filter(({ identityId, state: how }) => how === 'accepted' && identityId !== call.callerId);
    const isOfTwo = state === 'running' && calledAtFirst.length === 1 && taken.length < PAIR_COUNT;
    const [last, ...more] = this.#seated(roomId);
    return isOfTwo && !this.#grown.has(roomId) && last !== undefined && more.length === 0 && isIn(call, last);
  }

  /** Everybody in the meeting of a room, those included whose connection is lost for now, or who are on the way in. */
  #seated(roomId: RoomId): ReadonlySet<IdentityId> {
    const rules = this.meetings.byRoom(roomId)?.rules;
    return new Set(rules?.seatIds().flatMap((participantId) => rules.seat(participantId)?.identityId ?? []));
  }

  async #roomEnded(roomId: RoomId): Promise<void> {
    const call = await this.tools.records.inRoom(roomId);
    if (call === undefined) return;
    await this.keeper.change(call.callId, (one) => endWithMeeting(one, this.tools.clock.nowMs()));
  }
}
