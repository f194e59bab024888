import type {
  Attachment,
  CallEntry,
  ChatMessage,
  ConversationId,
  ConversationKind,
  ConversationMember,
  GroupChange,
  IdentityId,
  MeetingId,
  RoomId,
} from '#contracts';

/** What a conversation is and who is in it. Only of groups does anything of it change while its members talk. */
export interface ConversationPlace {
  readonly conversationId: ConversationId;
  readonly kind: ConversationKind;
  /** Of a room conversation. */
  readonly roomId?: RoomId | undefined;
  /** Of a room conversation the meeting that was on when this was read; of a private one the meeting it lives in. */
  readonly meetingId?: MeetingId | undefined;
  /** Of a room conversation: the number its present meeting began with. */
  readonly meetingFromSeq: number;
  /** Of a group: who decides about its name and its members. */
  readonly ownerId?: IdentityId | undefined;
  /** Everybody in it, by the name they came with; empty for a room's, whose members are those in the meeting. */
  readonly members: readonly Member[];
}

export interface Member extends Pick<ConversationMember, 'isGuest' | 'avatarUrl'> {
  readonly identityId: IdentityId;
  readonly name: string;
  /** The first message they may read. */
  readonly fromSeq: number;
}

/** Somebody who may use a conversation, as they stand to it at this moment. */
export interface Standing {
  readonly place: ConversationPlace;
  readonly identityId: IdentityId;
  readonly name: string;
  /** The first message they may read. */
  readonly fromSeq: number;
  /** True for hosts and co-hosts of a room, who may delete what others wrote. */
  readonly isModerator: boolean;
  /** What the meeting is about now, for a room’s conversation. */
  readonly topic?: string | undefined;
  readonly audience: Audience;
}

/** Who hears of what happens in a conversation: everybody in a meeting, or all devices of some people. */
export type Audience = { readonly meetingId: MeetingId } | { readonly identityIds: readonly IdentityId[] };

/** A message on its way into the database. */
export interface NewMessage {
  readonly conversationId: ConversationId;
  readonly senderId: IdentityId;
  readonly senderName: string;
  readonly key: string;
  readonly text: string;
  readonly sentAtMs: number;
  readonly replyTo?: number | undefined;
  readonly topic?: string | undefined;
  readonly mentions: readonly IdentityId[];
  /** Set aside for this message already. */
  readonly attachments?: readonly Attachment[] | undefined;
  readonly call?: CallEntry | undefined;
  readonly groupChange?: GroupChange | undefined;
}

/** A message on its way, and who hears of it. */
export interface Outgoing extends NewMessage {
  /** What is not stored with it, since it may change. */
  readonly sender: Pick<ChatMessage, 'isGuest' | 'avatarUrl'>;
  readonly audience: Audience;
}

/** Where a message ended up. */
export interface Appended {
  readonly seq: number;
  readonly sentAtMs: number;
  /** What is stored under this key; another text than was asked for means that the key was taken. */
  readonly text: string;
  /** True when the text was changed since it was said, so that it cannot be compared. */
  readonly isChanged: boolean;
  /** As it was when it was said first. */
  readonly topic?: string;
}

/** What there may be only one of between two people: their direct conversation. The same for both. */
export function directKey(one: string, other: string): string {
  return `direct:${pairOf(one, other)}`;
}

/** The same for both of two people. */
export function pairOf(one: string, other: string): string {
  return [one.toLowerCase(), other.toLowerCase()].toSorted().join(':');
}

/** A message as everyone is told of it when it was just said. */
export function messageOf(
  asked: NewMessage & Partial<Pick<Outgoing, 'sender'>>,
  { seq, sentAtMs, topic }: Pick<Appended, 'seq' | 'sentAtMs' | 'topic'>,
): ChatMessage {
  return {
    seq,
    key: asked.key,
    fromId: asked.senderId,
    fromName: asked.senderName,
    ...asked.sender,
    text: asked.text,
    sentAtMs,
    mentions: [...asked.mentions],
    ...(asked.attachments !== undefined && { attachments: [...asked.attachments] }),
    reactions: [],
    // The same as is stored: a reply to what was not said yet is none.
    ...(asked.replyTo !== undefined && asked.replyTo < seq && { replyTo: asked.replyTo }),
    ...(topic !== undefined && { topic }),
    ...(asked.call !== undefined && { call: asked.call }),
    ...(asked.groupChange !== undefined && { groupChange: asked.groupChange }),
  };
}
