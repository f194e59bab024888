import type {
  AvatarId,
  CallEntry,
  ChatMessage,
  Conversation,
  ConversationId,
  ConversationKind,
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

export interface MessageRow {
  readonly seq: number;
  readonly senderId: IdentityId;
  readonly senderName: string;
  /** Null for a guest. */
  readonly account: { readonly avatarId: AvatarId | null } | null;
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
    ...(account === null && { isGuest: true }),
    ...(account !== null && account.avatarId !== null && { avatarUrl: avatarUrl(account.avatarId) }),
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
  readonly members: Member[];
}

export function placeFrom({ roomId, meetingId, ownerId, ...row }: PlaceRow): ConversationPlace {
  return { ...row, roomId: roomId ?? undefined, meetingId: meetingId ?? undefined, ownerId: ownerId ?? undefined };
}

export type ViewRow = Omit<Conversation, 'roomId' | 'title' | 'ownerId'> & {
  readonly roomId: RoomId | null;
  readonly title: string | null;
  readonly ownerId: IdentityId | null;
};

export function viewFrom({ roomId, title, ownerId, ...row }: ViewRow, fromSeq: number): Conversation {
  return {
    ...row,
    firstSeq: Math.max(row.firstSeq, fromSeq),
    ...(roomId !== null && { roomId }),
    ...(title !== null && { title }),
    ...(ownerId !== null && { ownerId }),
  };
}
