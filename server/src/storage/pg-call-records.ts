import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ConversationId, type CallId, type ChatMessage, type IdentityId, type RoomId } from '#contracts';
import type { AdditionEntry } from '../calls/additions.js';
import type { CallMember, CallPerson } from '../calls/call-people.js';
import type { CallChange, CallRecords, LoggedAddition, StrayCall } from '../calls/call-records.js';
import { durationMsOf, everybodyIn, isIn, nextMissMs, type KeptCall } from '../calls/call.js';
import { directKey, messageOf, type NewMessage } from '../chat/conversation.js';
import { orAway } from './away.js';
import { PgChatRecords } from './pg-chat-records.js';
import { PgMessageStore } from './pg-message-store.js';
import { returned } from './returned.js';

/** A running call is taken for forgotten when nobody was in its meeting this long after it last changed, in ms. */
const JOIN_WITHIN_MS = 60_000;

const MEMBERS_OF = `
  SELECT x.identity_id AS "identityId", x.name FROM conversation_members x JOIN conversations c USING (conversation_id)
  WHERE x.conversation_id = $1 AND c.kind IN ('direct', 'group') ORDER BY x.identity_id`;

/** `$1` is who calls, `$2` the conversation of the call, `$3` those who are to be called. */
const CALLABLE = `
  SELECT w.identity_id AS "identityId", coalesce(a.name, x.name) AS name, x.identity_id IS NOT NULL AS "isMember"
  FROM unnest($3::uuid[]) AS w(identity_id)
  LEFT JOIN conversation_members x ON x.conversation_id = $2 AND x.identity_id = w.identity_id
  LEFT JOIN accounts a ON a.account_id = w.identity_id
  WHERE x.identity_id IS NOT NULL OR a.account_id IS NOT NULL AND (w.identity_id = $1 OR EXISTS (
    SELECT FROM seats mine JOIN seats theirs USING (meeting_id)
    WHERE mine.identity_id = $1 AND theirs.identity_id = w.identity_id))`;

const BUSY = `
  SELECT DISTINCT w.identity_id AS "identityId" FROM unnest($1::uuid[]) AS w(identity_id)
  JOIN calls k ON k.people @> ARRAY[w.identity_id] AND NOT k.is_over AND w.identity_id = ANY(k.taken_by)`;

const FIND = `
  SELECT body FROM calls WHERE call_id = $1 OR conversation_id = $2 AND NOT is_over
  ORDER BY call_id = $1 DESC LIMIT 1`;

const INSERT = `
  INSERT INTO calls (call_id, conversation_id, room_id, people, taken_by, is_over, changed_at, is_ringing, rings_until, body)
  VALUES ($1, $2, $3, $4, $5, $6, now(), $7, $8, $9) ON CONFLICT DO NOTHING RETURNING call_id`;

const UPDATE = `
  UPDATE calls SET people = $2, taken_by = $3, is_over = $4, is_ringing = $5, rings_until = $6, changed_at = now(),
    body = $7
  WHERE call_id = $1`;

/** Rings for too long; or runs, but nobody has come, or all have gone. */
const STRAY = `
  SELECT k.call_id AS "callId", k.is_ringing AS "isRinging" FROM calls k WHERE NOT k.is_over AND (
    k.is_ringing AND k.rings_until < $1
    OR NOT k.is_ringing AND k.changed_at < $2
      AND NOT EXISTS (SELECT FROM meetings g WHERE g.room_id = k.room_id AND g.ended_at IS NULL))
  LIMIT $3`;

interface BodyRow {
  readonly body: KeptCall;
}

@Injectable()
export class PgCallRecords implements CallRecords {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(PgMessageStore) private readonly messages: PgMessageStore,
    @Inject(PgChatRecords) private readonly chat: PgChatRecords,
  ) {}

  async membersOf(conversationId: ConversationId): Promise<readonly CallMember[]> {
    return orAway(this.database.query<CallMember[]>(MEMBERS_OF, [conversationId]));
  }

  async callable({
    byId,
    conversationId,
    identityIds,
  }: {
    readonly byId: IdentityId;
    readonly conversationId: ConversationId;
    readonly identityIds: readonly IdentityId[];
  }): Promise<readonly CallPerson[]> {
    return orAway(this.database.query<CallPerson[]>(CALLABLE, [byId, conversationId, [...identityIds]]));
  }

  async busy(identityIds: readonly IdentityId[]): Promise<ReadonlySet<IdentityId>> {
    const rows = await orAway(this.database.query<{ identityId: IdentityId }[]>(BUSY, [[...identityIds]]));
    return new Set(rows.map(({ identityId }) => identityId));
  }

  async get(callId: CallId): Promise<KeptCall | undefined> {
    const statement = 'SELECT body FROM calls WHERE call_id = $1';
    return (await orAway(this.database.query<BodyRow[]>(statement, [callId])))[0]?.body;
  }

  async find({
    callId,
    conversationId,
  }: {
    readonly callId: CallId;
    readonly conversationId: ConversationId;
  }): Promise<KeptCall | undefined> {
    return (await orAway(this.database.query<BodyRow[]>(FIND, [callId, conversationId])))[0]?.body;
  }

  async insert(call: KeptCall): Promise<boolean> {
    const values = [call.callId, call.conversationId, call.roomId, ...columnsOf(call)];
    return returned(await orAway(this.database.query(INSERT, values))).length > 0;
  }

  change(callId: CallId, rule: (call: KeptCall) => KeptCall): Promise<CallChange | undefined> {
    return orAway(
      this.database.transaction(async (manager) => {
        const found = 'SELECT body FROM calls WHERE call_id = $1 FOR UPDATE';
        const [row] = await manager.query<BodyRow[]>(found, [callId]);
        if (row === undefined) return undefined;
        const before = row.body;
        const call = rule(before);
        if (call !== before) await manager.query(UPDATE, [callId, ...columnsOf(call)]);
        return { before, call };
      }),
    );
  }

  async current(identityId: IdentityId, limit: number): Promise<readonly KeptCall[]> {
    const statement = 'SELECT body FROM calls WHERE people @> ARRAY[$1::uuid] AND NOT is_over LIMIT $2';
    return (await orAway(this.database.query<BodyRow[]>(statement, [identityId, limit]))).map(({ body }) => body);
  }

  async inRoom(roomId: RoomId): Promise<KeptCall | undefined> {
    const statement = 'SELECT body FROM calls WHERE room_id = $1 AND NOT is_over';
    return (await orAway(this.database.query<BodyRow[]>(statement, [roomId])))[0]?.body;
  }

  async stray(nowMs: number, limit: number): Promise<readonly StrayCall[]> {
    const values = [new Date(nowMs), new Date(nowMs - JOIN_WITHIN_MS), limit];
    return orAway(this.database.query<StrayCall[]>(STRAY, values));
  }

  async log(call: KeptCall): Promise<ChatMessage | undefined> {
    const { callId, media, outcome = 'cancelled', conversationId, callerId, callerName } = call;
    const entry: NewMessage = {
      conversationId,
      senderId: callerId,
      senderName: callerName,
      // The call's own id, so that however often this is written there is one entry.
      key: callId,
      text: '',
      sentAtMs: call.endedAtMs ?? call.startedAtMs,
      mentions: [],
      call: { callId, media, outcome, durationMs: durationMsOf(call) },
    };
    return this.#write(entry);
  }

  async logAddition({ key, from, to, call, atMs }: AdditionEntry): Promise<LoggedAddition | undefined> {
    const { place } = await this.chat.findOrStart({
      conversationId: ConversationId.parse(randomUUID()),
      kind: 'direct',
      foundBy: directKey(from.identityId, to.identityId),
      members: [from, to],
      atMs,
    });
    const { conversationId } = place;
    const sender = { senderId: from.identityId, senderName: from.name };
    const message = await this.#write({ conversationId, ...sender, key, text: '', sentAtMs: atMs, mentions: [], call });
    return message === undefined ? undefined : { conversationId, message };
  }

  async #write(entry: NewMessage): Promise<ChatMessage | undefined> {
    const [appended] = await this.messages.append([entry]);
    return appended === undefined ? undefined : messageOf(entry, appended);
  }
}

/** What statements look for in a call, and the whole of it, in the order of the columns. */
function columnsOf(call: KeptCall): readonly unknown[] {
  const people = everybodyIn(call);
  // Who cannot take another call: whoever made or took this one, and is in it still.
  const takenBy = people.filter((identityId) => isIn(call, identityId));
  const missMs = call.state === 'ended' ? undefined : nextMissMs(call);
  const ringsUntil = new Date(missMs ?? call.ringsUntilMs);
  return [people, takenBy, call.state === 'ended', missMs !== undefined, ringsUntil, call];
}
