import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { ConversationId, Refusal, type IdentityId, type MeetingId, type RoomId } from '#contracts';
import { SharedTask, type Clock } from '#kernel';
import { CLOCK } from '../core/tokens.js';
import { MeetingsService } from '../meetings/meetings.service.js';
import type { SeatState } from '../meetings/seat-lifecycle.js';
import { isSteward, roleOf } from '../meetings/seats.js';
import type { Caller } from '../wire/caller.js';
import { CHAT_RECORDS, type ChatRecords } from './chat-records.js';
import type { Audience, ConversationPlace, Standing } from './conversation.js';

/** Most conversations whose members are kept in memory; the one kept longest is forgotten first. */
const PLACES_MAX_COUNT = 10_000;
/** After so long it is asked anew what the two of a conversation are called, in ms. */
const NAMES_HOLD_MS = 60_000;

/** Who asks: a socket with the seat it speaks for, or somebody over REST with a seat that was found for them. */
export type Asker = Pick<Caller, 'identityId' | 'seat'> & Partial<Pick<Caller, 'accountId'>>;

/** Somebody in a meeting, as conversations care. */
interface Seated {
  readonly meetingId: MeetingId;
  readonly roomId: RoomId;
  readonly name: string;
  readonly isHost: boolean;
  /** True for hosts and co-hosts, who may delete what others wrote. */
  readonly isModerator: boolean;
}

/**
 * Who may use which conversation. The room's is for those in its meeting, as long as they are in it: the host reads it
 * from the beginning of the room, everyone else from the beginning of the meeting. Any other is for its members, a
 * private one only while they are in its meeting. Who may not is told the same as if there were none.
 */
@Injectable()
export class ChatAccess {
  readonly #places = new Map<ConversationId, { readonly place: ConversationPlace; readonly atMs: number }>();
  readonly #loading = new SharedTask<ConversationId, ConversationPlace | undefined>();
  readonly #ofMeetings = new SharedTask<MeetingId, ConversationPlace>();

  constructor(
    @Inject(CHAT_RECORDS) private readonly records: ChatRecords,
    @Inject(MeetingsService) private readonly meetings: MeetingsService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws {Refusal} `not-found` for anybody who is not in a meeting of this room. */
  async ofRoom(caller: Asker, roomId: RoomId): Promise<Standing> {
    if (this.seated(caller)?.roomId !== roomId) throw noConversation();
    const place = await this.#placeOfMeeting(caller);
    return this.#inRoom(caller, place);
  }

  /** @throws {Refusal} `not-found`, for whatever reason the caller may not use it. */
  async of(caller: Asker, conversationId: ConversationId): Promise<Standing> {
    const place = await this.#find(conversationId);
    if (place === undefined) throw noConversation();
    return place.kind === 'room'
      ? this.#inRoom(caller, await this.#refreshed(caller, place))
      : this.#among(caller, place);
  }

  /** @throws {Refusal} `forbidden` when a host has withheld chat; else as `of` does. */
  async toSpeak(caller: Asker, conversationId: ConversationId): Promise<Standing> {
    const standing = await this.of(caller, conversationId);
    const isInMeeting = standing.place.kind === 'room' || standing.place.kind === 'private';
    if (isInMeeting && caller.seat !== undefined) {
      const { meetingId, participantId } = caller.seat;
      this.meetings.byId(meetingId)?.rules.requireMay(participantId, 'chat');
    }
    return standing;
  }

  /** The same for somebody who asks over REST, by the seat they have on this node. */
  async ofIdentity(identityId: IdentityId, conversationId: ConversationId): Promise<Standing> {
    return this.of(await this.#asker(identityId, conversationId), conversationId);
  }

  /** @throws {Refusal} as `toSpeak`. */
  async ofIdentityToSpeak(identityId: IdentityId, conversationId: ConversationId): Promise<Standing> {
    return this.toSpeak(await this.#asker(identityId, conversationId), conversationId);
  }

  /** Where a caller sits, once they were let in; undefined for anybody else. */
  seated(caller: Asker): Seated | undefined {
    if (caller.seat === undefined) return undefined;
    const { meetingId, participantId } = caller.seat;
    const live = this.meetings.byId(meetingId);
    const seat = live?.rules.seat(participantId);
    if (live === undefined || seat === undefined || !isInside(seat.state)) return undefined;
    return {
      meetingId,
      roomId: live.roomId,
      name: seat.name,
      isHost: roleOf(seat) === 'host',
      isModerator: isSteward(seat),
    };
  }

  /** A meeting is over, or has gone elsewhere. */
  forgetMeeting(meetingId: MeetingId): void {
    this.#ofMeetings.forget(meetingId);
    for (const [id, { place }] of this.#places) if (place.meetingId === meetingId) this.#places.delete(id);
  }

  /**
   * Members of a conversation are asked for anew once one of them looks otherwise. Returns those of meetings here that this
   * person is in, and who hears of them.
   */
  forgetLooks(identityId: IdentityId): readonly { readonly place: ConversationPlace; readonly audience: Audience }[] {
    const found: { place: ConversationPlace; audience: Audience }[] = [];
    for (const [id, { place }] of this.#places) {
      const identityIds = place.members.map((member) => member.identityId);
      if (place.kind === 'room') {
        const live = place.meetingId === undefined ? undefined : this.meetings.byId(place.meetingId);
        const isIn = live !== undefined && live.rules.seatsOf(identityId).length > 0;
        if (isIn) found.push({ place, audience: { meetingId: live.meetingId } });
      } else if (identityIds.includes(identityId)) {
        this.#places.delete(id);
        if (place.kind === 'private') found.push({ place, audience: { identityIds } });
      }
    }
    return found;
  }

  keep(place: ConversationPlace): void {
    this.#places.set(place.conversationId, { place, atMs: this.clock.monotonicMs() });
    if (this.#places.size <= PLACES_MAX_COUNT) return;
    const [oldest] = this.#places.keys();
    if (oldest !== undefined) this.#places.delete(oldest);
  }

  async #asker(identityId: IdentityId, conversationId: ConversationId): Promise<Asker> {
    const place = await this.#find(conversationId);
    const live =
      place && (place.roomId === undefined ? this.#privateMeeting(place) : this.meetings.byRoom(place.roomId));
    const participantId = live?.rules.seatsOf(identityId).find(({ state }) => isInside(state))?.participantId;
    const seat = live && participantId && { meetingId: live.meetingId, participantId };
    return { identityId, seat };
  }

  #privateMeeting({ meetingId }: ConversationPlace) {
    return meetingId === undefined ? undefined : this.meetings.byId(meetingId);
  }

  async #find(conversationId: ConversationId): Promise<ConversationPlace | undefined> {
    const known = this.#places.get(conversationId);
    const holdsMs = known === undefined ? 0 : holdMsOf(known.place.kind);
    const isFresh = known !== undefined && this.clock.monotonicMs() - known.atMs < holdsMs;
    return isFresh ? known.place : this.#load(conversationId);
  }

  async #load(conversationId: ConversationId): Promise<ConversationPlace | undefined> {
    try {
      const place = await this.#loading.get(conversationId, () => this.records.findPlace(conversationId));
      // A room's is kept by the first who is seated there, who notes its meeting.
      if (place !== undefined && place.kind !== 'room' && holdMsOf(place.kind) > 0) this.keep(place);
      return place;
    } finally {
      this.#loading.forget(conversationId);
    }
  }

  /** The room's conversation as it is in the caller's meeting. */
  async #refreshed(caller: Asker, place: ConversationPlace): Promise<ConversationPlace> {
    const seat = this.seated(caller);
    if (seat === undefined || seat.roomId !== place.roomId) throw noConversation();
    return seat.meetingId === place.meetingId ? place : this.#placeOfMeeting(caller);
  }

  async #placeOfMeeting(caller: Asker): Promise<ConversationPlace> {
    const seat = this.seated(caller);
    if (seat === undefined) throw noConversation();
    const { meetingId, roomId } = seat;
    const place = await this.#ofMeetings.get(meetingId, () =>
      this.records.roomPlace(roomId, {
        meetingId,
        conversationId: ConversationId.parse(randomUUID()),
        atMs: this.clock.nowMs(),
      }),
    );
    this.keep(place);
    return place;
  }

  #inRoom(caller: Asker, place: ConversationPlace): Standing {
    const seat = this.seated(caller);
    if (seat === undefined || seat.roomId !== place.roomId) throw noConversation();
    return {
      place,
      identityId: caller.identityId,
      name: seat.name,
      fromSeq: seat.isHost ? 1 : place.meetingFromSeq,
      isModerator: seat.isModerator,
      topic: this.meetings.byId(seat.meetingId)?.rules.topic,
      audience: { meetingId: seat.meetingId },
    };
  }

  #among(caller: Asker, place: ConversationPlace): Standing {
    const seat = this.seated(caller);
    const isHere = place.kind !== 'private' || seat?.meetingId === place.meetingId;
    const member = place.members.find(({ identityId }) => identityId === caller.identityId);
    if (!isHere || member === undefined) throw noConversation();
    return {
      place,
      identityId: caller.identityId,
      // Who has an account goes by its name; what they call themselves in a meeting stays there.
      name: place.kind === 'private' || caller.accountId === undefined ? (seat?.name ?? member.name) : member.name,
      fromSeq: member.fromSeq,
      isModerator: false,
      audience: { identityIds: place.members.map(({ identityId }) => identityId) },
    };
  }
}

/** Who is in a group is asked each time: on another node somebody may have been removed a moment ago. */
function holdMsOf(kind: ConversationPlace['kind']): number {
  if (kind === 'group') return 0;
  return kind === 'direct' ? NAMES_HOLD_MS : Infinity;
}

/** Whose connection is lost for a moment is in the meeting still. */
function isInside(state: SeatState): boolean {
  return state === 'present' || state === 'absent';
}

export function noConversation(): Refusal {
  return new Refusal('not-found', 'There is no such conversation.');
}
