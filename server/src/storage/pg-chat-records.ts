import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type {
  ChatMessage,
  Conversation,
  ConversationId,
  ConversationMember,
  IdentityId,
  MeetingId,
  RoomId,
} from '#contracts';
import type { Changed, ChatRecords, Marks, NewConversation, Reader } from '../chat/chat-records.js';
import type { ConversationPlace } from '../chat/conversation.js';
import { orAway } from './away.js';
import {
  type ConversationMemberRow,
  messageFrom,
  type MessageRow,
  placeFrom,
  type PlaceRow,
  viewFrom,
  type ViewRow,
  withLooks,
} from './chat-rows.js';
import * as sql from './chat-sql.js';
import { returned } from './returned.js';

const INSERT_CONVERSATION = `
  INSERT INTO conversations (conversation_id, kind, found_by, title, meeting_id, created_at, last_said_at, owner_id)
  VALUES ($1, $2, $3, $4, $5, $6, $6, $7) ON CONFLICT (found_by) DO NOTHING RETURNING conversation_id AS "conversationId"`;

const INSERT_MEMBERS = `
  INSERT INTO conversation_members (conversation_id, identity_id, name, opened_at)
  SELECT $1, w.identity_id, w.name, $4 FROM unnest($2::uuid[], $3::text[]) AS w(identity_id, name)`;

const FOUND_BY = `SELECT conversation_id AS "conversationId" FROM conversations WHERE found_by = $1`;

@Injectable()
export class PgChatRecords implements ChatRecords {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  async roomPlace(
    roomId: RoomId,
    {
      meetingId,
      conversationId,
      atMs,
    }: { readonly meetingId: MeetingId; readonly conversationId: ConversationId; readonly atMs: number },
  ): Promise<ConversationPlace> {
    const rows = await this.#ask<PlaceRow>(sql.ROOM_PLACE, [conversationId, roomId, meetingId, new Date(atMs)]);
    return placeFrom(only(rows));
  }

  async findPlace(conversationId: ConversationId): Promise<ConversationPlace | undefined> {
    const [row] = await this.#ask<PlaceRow>(sql.PLACE, [conversationId]);
    return row === undefined ? undefined : placeFrom(row);
  }

  async findOrStart(wish: NewConversation): Promise<{ readonly place: ConversationPlace; readonly isNew: boolean }> {
    const { conversationId, kind, foundBy, title, meetingId, ownerId, members, atMs } = wish;
    const made = await this.#inTransaction(async (manager) => {
      const at = new Date(atMs);
      const values = [conversationId, kind, foundBy, title ?? null, meetingId ?? null, at, ownerId ?? null];
      const [row] = returned(await manager.query(INSERT_CONVERSATION, values));
      if (row === undefined) return false;
      const ids = members.map(({ identityId }) => identityId);
      await manager.query(INSERT_MEMBERS, [conversationId, ids, members.map(({ name }) => name), at]);
      return true;
    });
    const found = made
      ? conversationId
      : only(await this.#ask<{ conversationId: ConversationId }>(FOUND_BY, [foundBy])).conversationId;
    const place = await this.findPlace(found);
    if (place === undefined) throw new Error('A conversation that was just found is gone.');
    return { place, isNew: made };
  }

  async enter(reader: Reader, { name, atMs }: { readonly name: string; readonly atMs: number }): Promise<void> {
    const { conversationId, identityId, fromSeq } = reader;
    await this.#ask(sql.ENTER, [conversationId, identityId, name, new Date(atMs), fromSeq - 1]);
  }

  async view({ conversationId, identityId, fromSeq }: Reader): Promise<Conversation | undefined> {
    const [row] = await this.#ask<ViewRow>(sql.VIEW, [conversationId, identityId, fromSeq]);
    return row === undefined ? undefined : viewFrom(row, fromSeq);
  }

  async memberships(
    identityId: IdentityId,
    { meetingId, limit }: { readonly meetingId: MeetingId | undefined; readonly limit: number },
  ): Promise<readonly Reader[]> {
    return this.#ask<Reader>(sql.LIST, [identityId, meetingId ?? null, limit]);
  }

  async members(conversationId: ConversationId, limit: number): Promise<readonly ConversationMember[]> {
    return (await this.#ask<ConversationMemberRow>(sql.MEMBERS, [conversationId, limit])).map(withLooks);
  }

  async messages(
    { conversationId, identityId, fromSeq }: Reader,
    range: { readonly fromSeq: number; readonly toSeq: number; readonly limit: number },
  ): Promise<readonly ChatMessage[]> {
    const from = Math.max(fromSeq, range.fromSeq);
    const values = [conversationId, identityId, from, range.toSeq, range.limit];
    return (await this.#ask<MessageRow>(sql.MESSAGES, values)).map(messageFrom);
  }

  async changes(
    { conversationId, identityId, fromSeq }: Reader,
    { afterChange, limit }: { readonly afterChange: number; readonly limit: number },
  ): Promise<readonly Changed[]> {
    const rows = await this.#ask<MessageRow>(sql.CHANGES, [conversationId, identityId, afterChange, fromSeq, limit]);
    return rows.map(changedFrom);
  }

  edit(
    reader: Reader,
    { seq, text, atMs }: { readonly seq: number; readonly text: string; readonly atMs: number },
  ): Promise<Changed | undefined> {
    return this.#change(reader, seq, (manager) =>
      manager.query(sql.EDIT, [reader.conversationId, reader.identityId, seq, text, new Date(atMs)]),
    );
  }

  delete(
    reader: Reader,
    { seq, isModerator, atMs }: { readonly seq: number; readonly isModerator: boolean; readonly atMs: number },
  ): Promise<Changed | undefined> {
    return this.#change(reader, seq, async (manager) => {
      const values = [reader.conversationId, reader.identityId, seq, isModerator, new Date(atMs)];
      const deleted = returned(await manager.query(sql.DELETE, values));
      if (deleted.length > 0) {
        await manager.query(sql.FORGET_REACTIONS, [reader.conversationId, seq]);
        await manager.query(sql.FORGET_FILES, [reader.conversationId, seq]);
      }
      return deleted;
    });
  }

  react(
    reader: Reader,
    {
      seq,
      reaction,
      isOn,
      atMs,
      maxCount,
    }: {
      readonly seq: number;
      readonly reaction: string;
      readonly isOn: boolean;
      readonly atMs: number;
      readonly maxCount: number;
    },
  ): Promise<Changed | undefined> {
    const values = [reader.conversationId, reader.identityId, seq, reaction];
    return this.#change(reader, seq, (manager) =>
      isOn ? manager.query(sql.REACT, [...values, new Date(atMs), maxCount]) : manager.query(sql.UNREACT, values),
    );
  }

  async mark(conversationId: ConversationId, marks: readonly Marks[]): Promise<readonly Marks[]> {
    return this.#ask<Marks>(sql.MARK, [
      conversationId,
      marks.map(({ identityId }) => identityId),
      marks.map(({ deliveredSeq }) => deliveredSeq),
      marks.map(({ readSeq }) => readSeq),
    ]);
  }

  async among(conversationId: ConversationId, identityIds: readonly IdentityId[]): Promise<readonly IdentityId[]> {
    const rows = await this.#ask<{ identityId: IdentityId }>(sql.MEMBERS_AMONG, [conversationId, [...identityIds]]);
    return rows.map(({ identityId }) => identityId);
  }

  async setMuted(conversationId: ConversationId, identityId: IdentityId, isMuted: boolean): Promise<void> {
    await this.#ask('UPDATE conversation_members SET is_muted = $3 WHERE conversation_id = $1 AND identity_id = $2', [
      conversationId,
      identityId,
      isMuted,
    ]);
  }

  async search(
    readers: readonly Reader[],
    { words, limit }: { readonly words: string; readonly limit: number },
  ): Promise<readonly { readonly conversationId: ConversationId; readonly message: ChatMessage }[]> {
    const [first] = readers;
    if (first === undefined) return [];
    const ids = readers.map(({ conversationId }) => conversationId);
    const froms = readers.map(({ fromSeq }) => fromSeq);
    const rows = await this.#ask<MessageRow & { readonly conversationId: ConversationId }>(sql.SEARCH, [
      ids,
      first.identityId,
      froms,
      words,
      limit,
    ]);
    return rows.map((row) => ({ conversationId: row.conversationId, message: messageFrom(row) }));
  }

  async dropPrivate(meetingId: MeetingId): Promise<readonly ConversationPlace[]> {
    return this.#inTransaction(async (manager) => {
      const rows = returned(await manager.query(sql.PRIVATE_OF, [meetingId])) as readonly PlaceRow[];
      if (rows.length > 0) await manager.query(sql.DROP_PRIVATE, [meetingId]);
      return rows.map(placeFrom);
    });
  }

  async dropStray(): Promise<number> {
    return (await this.#ask(sql.DROP_STRAY, [])).length;
  }

  async prune({
    nowMs,
    days,
    limit,
  }: {
    readonly nowMs: number;
    readonly days: number;
    readonly limit: number;
  }): Promise<number> {
    return (await this.#ask(sql.PRUNE, [new Date(nowMs), days, limit])).length;
  }

  /** Changes one message, and numbers the change when there was one. Undefined when there is no such message. */
  #change(
    { conversationId, identityId, fromSeq }: Reader,
    seq: number,
    apply: (manager: EntityManager) => Promise<unknown>,
  ): Promise<Changed | undefined> {
    if (seq < fromSeq) return Promise.resolve(undefined);
    return this.#inTransaction(async (manager) => {
      await manager.query(sql.LOCK_ONE, [conversationId]);
      const isNew = returned(await apply(manager)).length > 0;
      if (isNew) await manager.query(sql.NOTE_CHANGE, [conversationId, seq]);
      const [row] = returned(
        await manager.query(sql.ONE_MESSAGE, [conversationId, identityId, seq]),
      ) as readonly MessageRow[];
      return row === undefined ? undefined : { ...changedFrom(row), isNew };
    });
  }

  async #ask<R>(statement: string, values: unknown[]): Promise<readonly R[]> {
    return returned(await orAway(this.database.query(statement, values))) as readonly R[];
  }

  #inTransaction<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return orAway(this.database.transaction(work));
  }
}

function changedFrom(row: MessageRow): Changed {
  return { message: messageFrom(row), change: row.change, isNew: false };
}

function only<R>(rows: readonly R[]): R {
  const [row] = rows;
  if (row === undefined) throw new Error('The database returned nothing where there must be a row.');
  return row;
}
