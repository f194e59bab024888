import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import {
  CHAT_PAGE_MAX_COUNT,
  ConversationId,
  CONVERSATIONS_MAX_COUNT,
  FOUND_PEOPLE_MAX_COUNT,
  PARTICIPANTS_MAX_COUNT,
  Refusal,
  type Input,
  type KnownPerson,
  type ListedConversation,
  type OpenedConversation,
  type SignallingRequests,
} from '#contracts';
import { MeetingsService } from '../meetings/meetings.service.js';
import type { Caller } from '../wire/caller.js';
import { ChatAccess, noConversation } from './chat-access.js';
import type { NewConversation, Reader } from './chat-records.js';
import { CHAT_TOOLS, type ChatTools } from './chat-tools.js';
import { requireMet } from './people.js';
import { directKey, pairOf, type ConversationPlace, type Standing } from './conversation.js';

/** Messages that opening a conversation brings. */
const FIRST_PAGE_COUNT = 50;
/** Of how many others a list of conversations names. */
const OTHERS_NAMED_COUNT = 10;

type Requests = SignallingRequests;
type Start = Input<Requests, 'chat.start'>;

/** Finds, makes, opens and lists conversations. */
@Injectable()
export class ConversationsService {
  constructor(
    @Inject(CHAT_TOOLS) private readonly tools: ChatTools,
    @Inject(ChatAccess) private readonly access: ChatAccess,
    @Inject(MeetingsService) private readonly meetings: MeetingsService,
  ) {}

  /** @throws {Refusal} `not-found` when it is not the caller's to open. */
  async open(caller: Caller, input: Input<Requests, 'chat.open'>): Promise<OpenedConversation> {
    const standing =
      'roomId' in input
        ? await this.access.ofRoom(caller, input.roomId)
        : await this.access.of(caller, input.conversationId);
    return this.#opened(standing);
  }

  async list(caller: Caller): Promise<readonly ListedConversation[]> {
    const seat = this.access.seated(caller);
    const of = { meetingId: seat?.meetingId, limit: CONVERSATIONS_MAX_COUNT - 1 };
    const own = await this.tools.records.memberships(caller.identityId, of);
    const room = seat === undefined ? [] : [await this.access.ofRoom(caller, seat.roomId)];
    const standings = await Promise.all(own.map(({ conversationId }) => this.#standing(caller, conversationId)));
    const listed = await Promise.all([...room, ...standings.flat()].map((standing) => this.#listed(standing)));
    return listed.flat();
  }

  /** @throws {Refusal} `forbidden` for people one never met; `not-found` for somebody who is not in the meeting. */
  async start(caller: Caller, input: Start): Promise<OpenedConversation> {
    const wish = await this.#wish(caller, input);
    const { place, isNew } = await this.tools.records.findOrStart(wish);
    const standing = await this.access.of(caller, place.conversationId);
    if (isNew) this.#announce(place, standing);
    return this.#opened(standing);
  }

  /** Whom the caller may write to, by a part of their name. */
  people({ identityId }: Caller, search: string): Promise<readonly KnownPerson[]> {
    return this.tools.people.find(identityId, {
      search,
      limit: FOUND_PEOPLE_MAX_COUNT,
    });
  }

  /** Every conversation that the caller may search. */
  async readers(caller: Caller): Promise<readonly Reader[]> {
    const seat = this.access.seated(caller);
    const of = { meetingId: seat?.meetingId, limit: CONVERSATIONS_MAX_COUNT };
    const own = await this.tools.records.memberships(caller.identityId, of);
    const room = seat === undefined ? [] : [readerOf(await this.access.ofRoom(caller, seat.roomId))];
    return [...room, ...own];
  }

  async #opened(standing: Standing): Promise<OpenedConversation> {
    const { records, clock } = this.tools;
    const reader = readerOf(standing);
    await records.enter(reader, { name: standing.name, atMs: clock.nowMs() });
    const [conversation, members] = await Promise.all([
      records.view(reader),
      records.members(reader.conversationId, PARTICIPANTS_MAX_COUNT),
    ]);
    if (conversation === undefined) throw noConversation();
    // Up to the number that was just told, so that whatever comes later is seen as new by who opened.
    const range = { fromSeq: 1, toSeq: conversation.lastSeq, limit: Math.min(FIRST_PAGE_COUNT, CHAT_PAGE_MAX_COUNT) };
    return { conversation, messages: [...(await records.messages(reader, range))], members: [...members] };
  }

  async #listed(standing: Standing): Promise<ListedConversation[]> {
    const reader = readerOf(standing);
    const conversation = await this.tools.records.view(reader);
    if (conversation === undefined) return [];
    const { lastSeq } = conversation;
    const [last] = await this.tools.records.messages(reader, { fromSeq: lastSeq, toSeq: lastSeq, limit: 1 });
    const others = standing.place.members
      .filter(({ identityId }) => identityId !== standing.identityId)
      .slice(0, OTHERS_NAMED_COUNT)
      .map(({ fromSeq: _ownSeq, ...shown }) => shown);
    return [{ conversation, others, ...(last !== undefined && { last }) }];
  }

  /** Nothing for what went away between the list and the look. */
  async #standing(caller: Caller, conversationId: ConversationId): Promise<Standing[]> {
    try {
      return [await this.access.of(caller, conversationId)];
    } catch (thrown) {
      if (thrown instanceof Refusal && thrown.code === 'not-found') return [];
      throw thrown;
    }
  }

  async #wish(caller: Caller, input: Start): Promise<NewConversation> {
    const made = { conversationId: ConversationId.parse(randomUUID()), atMs: this.tools.clock.nowMs() };
    const me = caller.identityId;
    if (input.kind === 'private') return { ...made, ...(await this.#privateWish(caller, input.participantId)) };
    const withIds = input.kind === 'direct' ? [input.withId] : input.withIds;
    const members = await requireMet(this.tools.people, caller.identityId, withIds);
    if (input.kind === 'direct') return { ...made, kind: 'direct', foundBy: directKey(me, input.withId), members };
    const foundBy = `group:${me}:${input.key.toLowerCase()}`;
    return { ...made, kind: 'group', foundBy, title: input.title, ownerId: me, members };
  }

  async #privateWish(caller: Caller, participantId: Extract<Start, { kind: 'private' }>['participantId']) {
    const seat = this.access.seated(caller);
    const other = seat && this.meetings.byId(seat.meetingId)?.rules.seat(participantId);
    if (seat === undefined || other === undefined || other.identityId === caller.identityId) {
      throw new Refusal('not-found', 'That person is not in the meeting.');
    }
    const me = { identityId: caller.identityId, name: seat.name };
    return {
      kind: 'private' as const,
      foundBy: `private:${seat.meetingId}:${pairOf(me.identityId, other.identityId)}`,
      meetingId: seat.meetingId,
      members: [me, { identityId: other.identityId, name: other.name }],
    };
  }

  #announce(place: ConversationPlace, { identityId }: Standing): void {
    const identityIds = place.members.map((member) => member.identityId).filter((id) => id !== identityId);
    this.tools.facts.tell({
      conversationId: place.conversationId,
      audience: { identityIds },
      fact: { kind: 'opened', conversationKind: place.kind },
    });
  }
}

export function readerOf({ place, identityId, fromSeq }: Standing): Reader {
  return { conversationId: place.conversationId, identityId, fromSeq };
}
