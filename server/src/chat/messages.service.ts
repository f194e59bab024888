import { Inject, Injectable } from '@nestjs/common';
import {
  CHAT_PAGE_MAX_COUNT,
  REACTIONS_MAX_COUNT,
  Refusal,
  type Attachment,
  type ChatMessage,
  type IdentityId,
  type Input,
  type Output,
  type SignallingRequests,
} from '#contracts';
import type { Caller } from '../wire/caller.js';
import { RateLimits } from '../wire/rate-limits.js';
import { ChatAccess } from './chat-access.js';
import type { Changed } from './chat-records.js';
import { CHAT_TOOLS, type ChatTools } from './chat-tools.js';
import type { Outgoing, Standing } from './conversation.js';
import { ConversationsService, readerOf } from './conversations.service.js';
import { FILE_RECORDS, type FileRecords } from './files/file-records.js';
import { TypingWatch } from './typing-watch.js';

/** How long others show that somebody is writing, in ms; a client says it again every three seconds. */
const TYPING_MS = 6_000;
/** Most messages a search finds. */
const HITS_MAX_COUNT = 50;
/** Files that are set aside for a message wait so long for it to be stored, in ms. */
const CLAIMED_MS = 3_600_000;

type Requests = SignallingRequests;
type Answer<K extends keyof Requests> = Promise<Output<Requests, K>>;

/** What members do in a conversation. Each method asks first whether the caller may. */
@Injectable()
export class MessagesService {
  readonly #typing: TypingWatch;

  constructor(
    @Inject(CHAT_TOOLS) private readonly tools: ChatTools,
    @Inject(ChatAccess) private readonly access: ChatAccess,
    @Inject(ConversationsService) private readonly conversations: ConversationsService,
    @Inject(FILE_RECORDS) private readonly files: FileRecords,
    @Inject(RateLimits) private readonly limits: RateLimits,
  ) {
    this.#typing = new TypingWatch(tools.clock);
  }

  /**
   * @throws {Refusal} `conflict` when the key stands for another text or other files; `not-found` for files that are not
   *   the caller's to send here; `too-many-requests`; `unavailable` when it could not be stored now.
   */
  async send(caller: Caller, input: Input<Requests, 'chat.send'>): Answer<'chat.send'> {
    const standing = await this.access.toSpeak(caller, input.conversationId);
    const { place, identityId, name, topic, audience } = standing;
    await this.limits.conversationPersonMessages.demand(`${place.conversationId}/${identityId}`);
    await this.limits.conversationMessages.demand(place.conversationId);
    const { seq, sentAtMs, text, isChanged } = await this.tools.writer.append({
      conversationId: place.conversationId,
      senderId: identityId,
      senderName: name,
      sender: senderOf(caller),
      key: input.key,
      text: input.text,
      sentAtMs: this.tools.clock.nowMs(),
      replyTo: input.replyTo,
      topic,
      mentions: await this.#mentioned(standing, input.mentions ?? []),
      attachments: await this.#attached(standing, input),
      audience,
    });
    // What was edited since cannot be compared; its key is the sender's own all the same.
    if (!isChanged && text !== input.text) throw new Refusal('conflict', 'Another message has this key.');
    return { seq, sentAtMs };
  }

  async range(caller: Caller, { conversationId, fromSeq, toSeq }: Input<Requests, 'chat.range'>): Answer<'chat.range'> {
    const standing = await this.access.of(caller, conversationId);
    return { messages: await this.#messages(standing, { fromSeq, toSeq, limit: CHAT_PAGE_MAX_COUNT }) };
  }

  async page(caller: Caller, { conversationId, beforeSeq, limit }: Input<Requests, 'chat.page'>): Answer<'chat.page'> {
    const standing = await this.access.of(caller, conversationId);
    return { messages: await this.#messages(standing, { fromSeq: 1, toSeq: beforeSeq - 1, limit }) };
  }

  async changes(
    caller: Caller,
    { conversationId, afterChange }: Input<Requests, 'chat.changes'>,
  ): Answer<'chat.changes'> {
    const standing = await this.access.of(caller, conversationId);
    const limit = CHAT_PAGE_MAX_COUNT;
    const changed = await this.tools.records.changes(readerOf(standing), { afterChange, limit });
    return {
      messages: changed.map(({ message }) => message),
      change: changed.at(-1)?.change ?? afterChange,
      hasMore: changed.length === limit,
    };
  }

  async mark(
    caller: Caller,
    { conversationId, deliveredSeq = 0, readSeq = 0 }: Input<Requests, 'chat.mark'>,
  ): Promise<void> {
    const { audience, identityId } = await this.access.of(caller, conversationId);
    this.tools.receipts.mark(conversationId, audience, { identityId, deliveredSeq, readSeq });
  }

  /** Told to the others and forgotten; too often is no news. */
  async type(caller: Caller, { conversationId }: Input<Requests, 'chat.type'>): Promise<void> {
    const { audience, identityId, name } = await this.access.toSpeak(caller, conversationId);
    if (!this.#typing.isNews(`${conversationId}/${identityId}`)) return;
    this.tools.facts.tell({
      conversationId,
      audience,
      fact: { kind: 'typing', identityId, name, forMs: TYPING_MS },
      exceptSocketId: caller.socketId,
    });
  }

  /** @throws {Refusal} `forbidden` for what others wrote; `conflict` for what was deleted. */
  async edit(caller: Caller, { conversationId, seq, text }: Input<Requests, 'chat.edit'>): Answer<'chat.edit'> {
    const standing = await this.access.toSpeak(caller, conversationId);
    const atMs = this.tools.clock.nowMs();
    const changed = found(await this.tools.records.edit(readerOf(standing), { seq, text, atMs }));
    requireAuthor(changed.message, standing);
    if (changed.message.text !== text) throw new Refusal('conflict', 'This message cannot be edited any more.');
    return this.#told(standing, changed);
  }

  /** @throws {Refusal} `forbidden` for what others wrote, unless the caller is the room's host. */
  async delete(caller: Caller, { conversationId, seq }: Input<Requests, 'chat.delete'>): Answer<'chat.delete'> {
    const standing = await this.access.of(caller, conversationId);
    const { isModerator } = standing;
    const atMs = this.tools.clock.nowMs();
    const changed = found(await this.tools.records.delete(readerOf(standing), { seq, isModerator, atMs }));
    if (!isModerator) requireAuthor(changed.message, standing);
    return this.#told(standing, changed);
  }

  /** @throws {Refusal} `limit-reached` when the message carries too many different reactions. */
  async react(
    caller: Caller,
    { conversationId, seq, reaction, isOn }: Input<Requests, 'chat.react'>,
  ): Answer<'chat.react'> {
    const standing = await this.access.toSpeak(caller, conversationId);
    const atMs = this.tools.clock.nowMs();
    const wish = { seq, reaction, isOn, atMs, maxCount: REACTIONS_MAX_COUNT };
    const changed = found(await this.tools.records.react(readerOf(standing), wish));
    const tally = changed.message.reactions.find((one) => one.reaction === reaction);
    if (isOn && tally?.byIds.includes(standing.identityId) !== true) {
      throw new Refusal('limit-reached', 'This message cannot take that reaction.');
    }
    return this.#told(standing, changed);
  }

  async mute(caller: Caller, { conversationId, isMuted }: Input<Requests, 'chat.mute'>): Promise<void> {
    const { identityId } = await this.access.of(caller, conversationId);
    await this.tools.records.setMuted(conversationId, identityId, isMuted);
    this.tools.facts.tell({
      conversationId,
      audience: { identityIds: [identityId] },
      fact: { kind: 'muted', isMuted },
      exceptSocketId: caller.socketId,
    });
  }

  async search(caller: Caller, { words, conversationId }: Input<Requests, 'chat.search'>): Answer<'chat.search'> {
    const readers =
      conversationId === undefined
        ? await this.conversations.readers(caller)
        : [readerOf(await this.access.of(caller, conversationId))];
    const hits = await this.tools.records.search(readers, { words, limit: HITS_MAX_COUNT });
    return { hits: [...hits] };
  }

  /** Whoever is not in the conversation cannot be called in it. */
  async #mentioned({ place }: Standing, asked: readonly IdentityId[]): Promise<readonly IdentityId[]> {
    if (asked.length === 0) return [];
    const among = new Set(await this.tools.records.among(place.conversationId, asked));
    return [...new Set(asked)].filter((identityId) => among.has(identityId));
  }

  async #attached(
    { place: { conversationId }, identityId: uploaderId }: Standing,
    { key: messageKey, attachmentIds }: Input<Requests, 'chat.send'>,
  ): Promise<readonly Attachment[] | undefined> {
    if (attachmentIds === undefined) return undefined;
    const keptUntilMs = this.tools.clock.nowMs() + CLAIMED_MS;
    const fileIds = [...new Set(attachmentIds)];
    const claimed = await this.files.claim({ conversationId, uploaderId, messageKey, fileIds, keptUntilMs });
    if (claimed === undefined) throw new Refusal('not-found', 'A file of this message is not there any more.');
    return claimed;
  }

  async #messages(
    standing: Standing,
    range: { readonly fromSeq: number; readonly toSeq: number; readonly limit: number },
  ): Promise<ChatMessage[]> {
    return [...(await this.tools.records.messages(readerOf(standing), range))];
  }

  #told({ place, audience }: Standing, { message, change, isNew }: Changed): { message: ChatMessage; change: number } {
    if (isNew) {
      const fact = { kind: 'changed', change, message } as const;
      this.tools.facts.tell({ conversationId: place.conversationId, audience, fact });
    }
    return { message, change };
  }
}

function found(changed: Changed | undefined): Changed {
  if (changed === undefined) throw new Refusal('not-found', 'There is no such message.');
  return changed;
}

function requireAuthor(message: ChatMessage, { identityId }: Standing): void {
  if (message.fromId !== identityId) throw new Refusal('forbidden', 'This message is somebody else’s.');
}

/** What is told of a sender beside the name. */
export function senderOf({ accountId, avatarUrl }: Caller): Outgoing['sender'] {
  return { ...(accountId === undefined && { isGuest: true }), ...(avatarUrl !== undefined && { avatarUrl }) };
}
