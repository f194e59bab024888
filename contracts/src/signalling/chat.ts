import { z } from 'zod';
import { FileId, IdentityId, ParticipantId, RoomId } from '../ids.js';
import { NAME_MAX_UNITS, PARTICIPANTS_MAX_COUNT } from '../limits.js';
import { event, request } from '../wire.js';
import { TopicTitle } from './agenda.js';
import { Attachment, ATTACHMENTS_MAX_COUNT } from './attachments.js';
import { AvatarUrl, DisplayName } from './participant.js';
import { storable, unitsAtMost } from '../text.js';

/** Longest message, in UTF-16 code units as `String.length` counts them. */
export const CHAT_TEXT_MAX_UNITS = 4_000;
/** Longest search, in the same units. */
const SEARCH_MAX_UNITS = 200;
/** Most messages in one answer or event. */
export const CHAT_PAGE_MAX_COUNT = 100;
/** Most people in a group. */
export const GROUP_MAX_COUNT = 100;
/** Most people that one request adds to a group. */
export const GROUP_ADDED_MAX_COUNT = 20;
/** Most people one message mentions. */
export const MENTIONS_MAX_COUNT = 20;
/** Most different reactions on one message. */
export const REACTIONS_MAX_COUNT = 20;
/** How many of those who reacted are named, the caller first; the count tells of all. */
export const REACTED_BY_MAX_COUNT = 50;
/** Most conversations in a list. */
export const CONVERSATIONS_MAX_COUNT = 200;
/** Unread messages are counted up to here, which then means "as many or more". */
export const UNREAD_MAX_COUNT = 1_000;

/** A conversation. Random, since its link must not be guessed. */
export const ConversationId = z.uuid().brand<'ConversationId'>();
export type ConversationId = z.output<typeof ConversationId>;

/**
 * What somebody wrote. Stored and handed out as it is, blanks included, but for what cannot be stored: NUL and lone
 * surrogates come back as U+FFFD. It is text and never markup; whoever shows it decides what a link looks like.
 */
export const ChatText = z
  .string()
  .min(1)
  .max(CHAT_TEXT_MAX_UNITS)
  .check(unitsAtMost(CHAT_TEXT_MAX_UNITS))
  .overwrite(storable)
  .refine((text) => text.trim() !== '', 'is blank');
export type ChatText = z.output<typeof ChatText>;

/** Position in a conversation, from 1, without gaps. Clients order and deduplicate by it. */
export const ChatSeq = z.int().positive();

/** A position up to which something holds; 0 before the first message. */
const Watermark = z.int().nonnegative();

/** One emoji, or a few joined ones; no letters, no blanks. */
export const MessageReaction = z
  .string()
  .min(1)
  .max(32)
  .regex(/^[\p{Emoji}\p{Emoji_Component}]+$/u, 'is no emoji')
  .refine((text) => /[^0-9#*]/u.test(text), 'is no emoji');

export const ReactionTally = z.strictObject({
  reaction: MessageReaction,
  count: z.int().positive(),
  byIds: z.array(IdentityId).max(REACTED_BY_MAX_COUNT),
});
export type ReactionTally = z.output<typeof ReactionTally>;

/** What a call left behind in its conversation. */
export const CallEntry = z.strictObject({
  callId: z.uuid(),
  media: z.enum(['audio', 'video']),
  outcome: z.enum(['answered', 'declined', 'busy', 'missed', 'cancelled']),
  /** From accept to end; 0 for a call that nobody took. */
  durationMs: z.int().nonnegative(),
});
export type CallEntry = z.output<typeof CallEntry>;

const Named = z.strictObject({ identityId: IdentityId, name: DisplayName });

/** What its sender did to the group, in place of words. */
export const GroupChange = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('renamed'), title: DisplayName }),
  z.strictObject({ kind: z.literal('added'), people: z.array(Named).min(1).max(GROUP_ADDED_MAX_COUNT) }),
  z.strictObject({ kind: z.literal('removed'), person: Named }),
  z.strictObject({ kind: z.literal('left') }),
]);
export type GroupChange = z.output<typeof GroupChange>;

export const ChatMessage = z.strictObject({
  seq: ChatSeq,
  /** The client's id for it, by which the sender's own outbox knows it again. */
  key: z.uuid(),
  fromId: IdentityId,
  /** What the sender was called when sending. */
  fromName: DisplayName,
  /** True for a sender without an account. */
  isGuest: z.literal(true).exactOptional(),
  /** Of a sender with an account who has a picture. */
  avatarUrl: AvatarUrl.exactOptional(),
  /** Empty for a deleted message, for a call's entry, for a change of the group, and for files without words. */
  text: z.string().max(CHAT_TEXT_MAX_UNITS).check(unitsAtMost(CHAT_TEXT_MAX_UNITS)),
  /** Server clock, ms since the Unix epoch. For show; the order is `seq`. */
  sentAtMs: z.int().nonnegative(),
  replyTo: ChatSeq.exactOptional(),
  /** What its meeting was about when it was sent: the title of the agenda’s topic of that moment. */
  topic: TopicTitle.exactOptional(),
  mentions: z.array(IdentityId).max(MENTIONS_MAX_COUNT),
  /** In the order its sender gave; absent when there is none, and when it was deleted. */
  attachments: z.array(Attachment).min(1).max(ATTACHMENTS_MAX_COUNT).exactOptional(),
  reactions: z.array(ReactionTally).max(REACTIONS_MAX_COUNT),
  editedAtMs: z.int().nonnegative().exactOptional(),
  deletedAtMs: z.int().nonnegative().exactOptional(),
  call: CallEntry.exactOptional(),
  /** Is not counted as unread. */
  groupChange: GroupChange.exactOptional(),
});
export type ChatMessage = z.output<typeof ChatMessage>;

/** How far one member's devices have received, and how far the member has read. Never goes back. */
export const Receipt = z.strictObject({ identityId: IdentityId, deliveredSeq: Watermark, readSeq: Watermark });
export type Receipt = z.output<typeof Receipt>;

/** room: of those in the room's meeting. direct: two people. group: several. private: two people within one meeting. */
export const ConversationKind = z.enum(['room', 'direct', 'group', 'private']);
export type ConversationKind = z.output<typeof ConversationKind>;

/** How somebody is shown to the others in a conversation. */
const Looks = {
  /** True for somebody without an account. */
  isGuest: z.literal(true).exactOptional(),
  /** Of somebody with an account who has a picture. */
  avatarUrl: AvatarUrl.exactOptional(),
};

export const ConversationMember = z.strictObject({ ...Receipt.shape, name: DisplayName, ...Looks });
export type ConversationMember = z.output<typeof ConversationMember>;

/** What a group is called. A schema of its own, so that pages made of the contracts tell it from a person's name. */
export const ConversationTitle = DisplayName.clone();

/** A conversation as one of its members sees it. */
export const Conversation = z.strictObject({
  conversationId: ConversationId,
  kind: ConversationKind,
  /** Of a room conversation only. */
  roomId: RoomId.exactOptional(),
  /** True for that of a room which belongs to an account: whoever is there without one is to be marked as a guest. */
  isOfAccount: z.literal(true).exactOptional(),
  /** Of a group only. */
  title: ConversationTitle.exactOptional(),
  /** Of a group only: who decides about its name and its members. */
  ownerId: IdentityId.exactOptional(),
  /** The first message the caller may read; anything before is not there for them. */
  firstSeq: ChatSeq,
  /** The last message; 0 when there is none yet. */
  lastSeq: Watermark,
  /** The last change to a message that was said before: an edit, a deletion, a reaction. */
  lastChange: Watermark,
  /** The caller's own watermarks. */
  deliveredSeq: Watermark,
  readSeq: Watermark,
  unreadCount: z.int().min(0).max(UNREAD_MAX_COUNT),
  mentionCount: z.int().min(0).max(UNREAD_MAX_COUNT),
  isMuted: z.boolean(),
});
export type Conversation = z.output<typeof Conversation>;

const Messages = z.array(ChatMessage).max(CHAT_PAGE_MAX_COUNT);
const Members = z.array(ConversationMember).max(PARTICIPANTS_MAX_COUNT);
const InConversation = { conversationId: ConversationId };

export const ListedConversation = z.strictObject({
  conversation: Conversation,
  /** The members other than the caller, by name; for a large conversation the first few. */
  others: z
    .array(
      z.strictObject({
        identityId: IdentityId,
        name: z.string().max(NAME_MAX_UNITS).check(unitsAtMost(NAME_MAX_UNITS)),
        ...Looks,
      }),
    )
    .max(10),
  last: ChatMessage.exactOptional(),
});
export type ListedConversation = z.output<typeof ListedConversation>;

/** What opening a conversation gives: its latest page and how far everyone is. */
export const OpenedConversation = z.strictObject({ conversation: Conversation, messages: Messages, members: Members });
export type OpenedConversation = z.output<typeof OpenedConversation>;

export const chatRequests = {
  'chat.open': request({
    about:
      'Opens a conversation: its latest messages and everyone’s watermarks. The room conversation is open to those in the room’s meeting; any other to its members. Replaces what was known of members; messages merge by `seq`.',
    input: z.union([z.strictObject(InConversation), z.strictObject({ roomId: RoomId })]),
    output: OpenedConversation,
    isRepeatable: true,
  }),
  'chat.list': request({
    about: 'The caller’s conversations, the one with the latest message first.',
    input: z.strictObject({}),
    output: z.strictObject({ conversations: z.array(ListedConversation).max(CONVERSATIONS_MAX_COUNT) }),
    isRepeatable: true,
  }),
  'chat.start': request({
    about:
      'Finds or makes a conversation: with one person one has met, with several (`key` names the group, so that a repeated request finds it), or with somebody in the same meeting, private and gone with the meeting.',
    input: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('direct'), withId: IdentityId }),
      z.strictObject({
        kind: z.literal('group'),
        key: z.uuid(),
        title: ConversationTitle,
        withIds: z
          .array(IdentityId)
          .min(1)
          .max(GROUP_MAX_COUNT - 1),
      }),
      z.strictObject({ kind: z.literal('private'), participantId: ParticipantId }),
    ]),
    output: OpenedConversation,
    isRepeatable: true,
  }),
  'chat.send': request({
    about:
      'Says something, in words, files or both. Answered once it is stored. Repeated with the same key, text and files, it gives the first one’s answer; with the same key and another text, `conflict`. `unavailable` means: keep it and send it again with the same key. `not-found` for a file that the caller has not uploaded here, that another message carries, or that has expired. Mentions of people who are not in the conversation are left out.',
    input: z
      .strictObject({
        ...InConversation,
        /** Made by the client for one message. */
        key: z.uuid(),
        /** May be empty beside files. */
        text: z.union([ChatText, z.literal('')]),
        replyTo: ChatSeq.exactOptional(),
        /** Who is called in the text, among the members and those who have looked in. */
        mentions: z.array(IdentityId).max(MENTIONS_MAX_COUNT).exactOptional(),
        attachmentIds: z.array(FileId).min(1).max(ATTACHMENTS_MAX_COUNT).exactOptional(),
      })
      .refine(({ text, attachmentIds }) => text !== '' || attachmentIds !== undefined, 'says nothing'),
    output: z.strictObject({ seq: ChatSeq, sentAtMs: z.int().nonnegative() }),
    isRepeatable: true,
  }),
  'chat.range': request({
    about: 'The messages of a hole in the numbers. Those removed by the retention setting are missing from the answer.',
    input: z
      .strictObject({ ...InConversation, fromSeq: ChatSeq, toSeq: ChatSeq })
      .refine(({ fromSeq, toSeq }) => toSeq >= fromSeq && toSeq - fromSeq < CHAT_PAGE_MAX_COUNT, 'spans too much'),
    output: z.strictObject({ messages: Messages }),
    isRepeatable: true,
  }),
  'chat.page': request({
    about: 'Older messages, in ascending order. Fewer than `limit` come back at the beginning of what one may read.',
    input: z.strictObject({
      ...InConversation,
      beforeSeq: ChatSeq,
      limit: z.int().min(1).max(CHAT_PAGE_MAX_COUNT).default(50),
    }),
    output: z.strictObject({ messages: Messages }),
    isRepeatable: true,
  }),
  'chat.changes': request({
    about:
      'The messages that were edited, deleted or reacted to after a change that one knows of, as they are now. Ask again from `change` while `hasMore`.',
    input: z.strictObject({ ...InConversation, afterChange: Watermark }),
    output: z.strictObject({ messages: Messages, change: Watermark, hasMore: z.boolean() }),
    isRepeatable: true,
  }),
  'chat.mark': request({
    about: 'How far this device has received, and how far its owner has really read. Never moves a mark back.',
    input: z.strictObject({
      ...InConversation,
      deliveredSeq: ChatSeq.exactOptional(),
      readSeq: ChatSeq.exactOptional(),
    }),
    isRepeatable: true,
  }),
  'chat.type': request({
    about: 'The caller is writing. Told to the others for a few seconds; say it again every three seconds or so.',
    input: z.strictObject(InConversation),
    isRepeatable: true,
  }),
  'chat.edit': request({
    about: 'Changes one’s own message; it is marked as edited.',
    input: z.strictObject({ ...InConversation, seq: ChatSeq, text: ChatText }),
    output: z.strictObject({ message: ChatMessage, change: Watermark }),
    isRepeatable: true,
  }),
  'chat.delete': request({
    about: 'Deletes one’s own message, or as host of the room anybody’s: its text is gone, its place stays.',
    input: z.strictObject({ ...InConversation, seq: ChatSeq }),
    output: z.strictObject({ message: ChatMessage, change: Watermark }),
    isRepeatable: true,
  }),
  'chat.react': request({
    about: 'Puts a reaction on a message or takes one’s own off.',
    input: z.strictObject({ ...InConversation, seq: ChatSeq, reaction: MessageReaction, isOn: z.boolean() }),
    output: z.strictObject({ message: ChatMessage, change: Watermark }),
    isRepeatable: true,
  }),
  'chat.mute': request({
    about:
      'Whether the caller wants to be notified of this conversation. For the client; unread is counted in any case.',
    input: z.strictObject({ ...InConversation, isMuted: z.boolean() }),
    isRepeatable: true,
  }),
  'chat.search': request({
    about:
      'Finds messages by their words, the newest first, in one conversation or in all that the caller is a member of.',
    input: z.strictObject({
      words: z.string().trim().min(2).max(SEARCH_MAX_UNITS).check(unitsAtMost(SEARCH_MAX_UNITS)).overwrite(storable),
      conversationId: ConversationId.exactOptional(),
    }),
    output: z.strictObject({
      hits: z.array(z.strictObject({ ...InConversation, message: ChatMessage })).max(50),
    }),
    isRepeatable: true,
  }),
};

export const chatEvents = {
  'chat.said': event(
    'Messages, in order of `seq`; those of one moment come together. May repeat what one has: `seq` decides. A gap before the first means that something was missed: ask `chat.range`.',
    z.strictObject({ ...InConversation, messages: Messages.min(1) }),
  ),
  'chat.changed': event(
    'A message was edited, deleted or reacted to; it replaces what was known of it. Numbered per conversation by `change`: after a gap ask `chat.changes`.',
    z.strictObject({ ...InConversation, change: z.int().positive(), message: ChatMessage }),
  ),
  'chat.receipts': event(
    'How far some members are by now. Marks never go back, so the higher one counts.',
    z.strictObject({ ...InConversation, receipts: z.array(Receipt).min(1).max(PARTICIPANTS_MAX_COUNT) }),
  ),
  'chat.typing': event(
    'Somebody is writing. Forget it after `forMs`, or when a message of theirs comes.',
    z.strictObject({
      ...InConversation,
      identityId: IdentityId,
      name: DisplayName,
      forMs: z.int().positive().max(60_000),
    }),
  ),
  'chat.opened': event(
    'The caller is a member of a conversation that somebody just made. Ask `chat.list` or `chat.open` for it.',
    z.strictObject({ ...InConversation, kind: ConversationKind }),
  ),
  'chat.muted': event(
    'The caller has changed on another device whether to be notified of a conversation.',
    z.strictObject({ ...InConversation, isMuted: z.boolean() }),
  ),
  'chat.memberChanged': event(
    'Somebody in a conversation has another picture by now, or none when it is absent; with `name`, they are called so from here on. What they said keeps the name they said it by.',
    z.strictObject({
      ...InConversation,
      identityId: IdentityId,
      name: DisplayName.exactOptional(),
      avatarUrl: AvatarUrl.exactOptional(),
    }),
  ),
  'chat.closed': event(
    'A conversation is gone for the caller: with the meeting it was private in, or because they left the group or were removed from it.',
    z.strictObject(InConversation),
  ),
};
