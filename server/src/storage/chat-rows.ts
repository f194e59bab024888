import type {
  AvatarId,
  CallEntry,
  ChatMessage,
  Conversation,
  ConversationId,
  ConversationKind,
  ConversationMember,
  GroupChange,
  IdentityId,
  MeetingId,
  ReactionTally,
  RoomId,
} from '#contracts';
import { avatarUrl } from '../identity/account-view.js';
import type { ConversationPlace, Member } from '../chat/conversation.js';
import { attachmentFrom, type AttachmentRow } from './file-rows.js';

/* What the statements of chat-sql.ts return, and what it is in our code. Null there is absent here. */

/** Null for a guest. */
type AccountColumn = { readonly avatarId: AvatarId | null } | null;

export interface MessageRow {
  readonly seq: number;
  readonly senderId: IdentityId;
  readonly senderName: string;
  readonly account: AccountColumn;
  readonly key: string;
  readonly text: string;
  readonly sentAt: Date;
  readonly replyTo: number | null;
  readonly topic: string | null;
  readonly mentions: IdentityId[];
  readonly call: CallEntry | null;
  readonly groupChange: GroupChange | null;
  readonly editedAt: Date | null;
  readonly deletedAt: Date | null;
  readonly change: number;
  readonly reactions: ReactionTally[] | null;
  readonly attachments: AttachmentRow[] | null;
}

export function messageFrom(row: MessageRow): ChatMessage {
  const {
    seq,
    senderId,
    senderName,
    account,
    key,
    text,
    sentAt,
    replyTo,
    topic,
    mentions,
    call,
    groupChange,
    editedAt,
    deletedAt,
    reactions,
    attachments,
  } = row;
  return {
    seq,
    key,
    fromId: senderId,
    fromName: senderName,
    ...looksOf(account),
    text,
    sentAtMs: sentAt.getTime(),
    mentions,
    ...(attachments !== null && { attachments: attachments.map(attachmentFrom) }),
    reactions: reactions ?? [],
    ...(replyTo !== null && { replyTo }),
    ...(topic !== null && { topic }),
    ...(call !== null && { call }),
    ...(groupChange !== null && { groupChange }),
    ...(editedAt !== null && { editedAtMs: editedAt.getTime() }),
    ...(deletedAt !== null && { deletedAtMs: deletedAt.getTime() }),
  };
}

export interface PlaceRow {
  readonly conversationId: ConversationId;
  readonly kind: ConversationKind;
  readonly roomId: RoomId | null;
  readonly meetingId: MeetingId | null;
  readonly meetingFromSeq: number;
  readonly ownerId: IdentityId | null;
  readonly members: readonly (Omit<Member, 'isGuest' | 'avatarUrl'> & { readonly account: AccountColumn })[];
}

export function placeFrom({ roomId, meetingId, ownerId, members, ...row }: PlaceRow): ConversationPlace {
  return {
    ...row,
    roomId: roomId ?? undefined,
    meetingId: meetingId ?? undefined,
    ownerId: ownerId ?? undefined,
    members: members.map(withLooks),
  };
}

export type ConversationMemberRow = Omit<ConversationMember, 'isGuest' | 'avatarUrl'> & {
  readonly account: AccountColumn;
};

/** A row of somebody, with what of their account others see. */
export function withLooks<R extends { readonly account: AccountColumn }>({ account, ...row }: R) {
  return { ...row, ...looksOf(account) };
}

function looksOf(account: AccountColumn): Pick<Member, 'isGuest' | 'avatarUrl'> {
  if (account === null) return { isGuest: true };
  return account.avatarId === null ? {} : { avatarUrl: avatarUrl(account.avatarId) };
}

export type ViewRow = Omit<Conversation, 'roomId' | 'title' | 'ownerId' | 'isOfAccount'> & {
  readonly isOfAccount: boolean;
  readonly roomId: RoomId | null;
  readonly title: string | null;
  readonly ownerId: IdentityId | null;
};

export function viewFrom({ roomId, title, ownerId, isOfAccount, ...row }: ViewRow, fromSeq: number): Conversation {
  return {
    ...row,
    firstSeq: Math.max(row.firstSeq, fromSeq),
    ...(roomId !== null && { roomId }),
    ...(title !== null && { title }),
    ...(ownerId !== null && { ownerId }),
    ...(isOfAccount && { isOfAccount }),
  };
}
