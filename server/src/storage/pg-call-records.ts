import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { CallId, ChatMessage, ConversationId, IdentityId, RoomId } from '#contracts';
import type { CallChange, CallMember, CallRecords } from '../calls/call-records.js';
import { durationMsOf, everybodyIn, type KeptCall } from '../calls/call.js';
import { messageOf, type NewMessage } from '../chat/conversation.js';
import { orAway } from './away.js';
import { PgMessageStore } from './pg-message-store.js';
import { returned } from './returned.js';

/** A running call is taken for forgotten when nobody was in its meeting this long after it last changed, in ms. */
const JOIN_WITHIN_MS = 60_000;

const MEMBERS_OF = `
  SELECT x.identity_id AS "identityId", x.name FROM conversation_members x JOIN conversations c USING (conversation_id)
  WHERE x.conversation_id = $1 AND c.kind IN ('direct', 'group') ORDER BY x.identity_id`;

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
  UPDATE calls SET taken_by = $2, is_over = $3, is_ringing = $4, changed_at = now(), body = $5 WHERE call_id = $1`;

/** Rings for too long; or runs, but nobody has come, or all have gone. */
const STRAY = `
  SELECT k.call_id AS "callId" FROM calls k WHERE NOT k.is_over AND (
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
  ) {}

  async membersOf(conversationId: ConversationId): Promise<readonly CallMember[]> {
    return orAway(this.database.query<CallMember[]>(MEMBERS_OF, [conversationId]));
  }

  async busy(identityIds: readonly IdentityId[]): Promise<ReadonlySet<IdentityId>> {
    const rows = await orAway(this.database.query<{ identityId: IdentityId }[]>(BUSY, [[...identityIds]]));
    return new Set(rows.map(({ identityId }) => identityId));
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
    const values = [
      call.callId,
      call.conversationId,
      call.roomId,
      everybodyIn(call),
      takenBy(call),
      call.state === 'ended',
      isRinging(call),
      new Date(call.ringsUntilMs),
      call,
    ];
    return returned(await orAway(this.database.query(INSERT, values))).length > 0;
  }

  change(callId: CallId, rule: (call: KeptCall) => KeptCall): Promise<CallChange | undefined> {
    return orAway(
      this.database.transaction(async (manager) => {
        const found = 'SELECT body FROM calls WHERE call_id = $1 FOR UPDATE';
        const [row] = await manager.query<BodyRow[]>(found, [callId]);
        if (row === undefined) return undefined;
        const call = rule(row.body);
        const isNew = call !== row.body;
        if (isNew) {
          const values = [callId, takenBy(call), call.state === 'ended', isRinging(call), call];
          await manager.query(UPDATE, values);
        }
        return { call, isNew };
      }),
    );
  }

  async current(identityId: IdentityId, limit: number): Promise<readonly KeptCall[]> {
    const statement = 'SELECT body FROM calls WHERE people @> ARRAY[$1::uuid] AND NOT is_over LIMIT $2';
    return (await orAway(this.database.query<BodyRow[]>(statement, [identityId, limit]))).map(({ body }) => body);
  }

  async inRoom(roomId: RoomId): Promise<CallId | undefined> {
    const statement = 'SELECT call_id AS "callId" FROM calls WHERE room_id = $1 AND NOT is_over';
    return (await orAway(this.database.query<{ callId: CallId }[]>(statement, [roomId])))[0]?.callId;
  }

  async stray(nowMs: number, limit: number): Promise<readonly CallId[]> {
    const values = [new Date(nowMs), new Date(nowMs - JOIN_WITHIN_MS), limit];
    const rows = await orAway(this.database.query<{ callId: CallId }[]>(STRAY, values));
    return rows.map(({ callId }) => callId);
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
    const [appended] = await this.messages.append([entry]);
    return appended === undefined ? undefined : messageOf(entry, appended);
  }
}

/** Who cannot take another call: whoever made or took one that runs. */
function takenBy(call: KeptCall): readonly IdentityId[] {
  const accepted = call.callees.filter(({ state }) => state === 'accepted').map(({ identityId }) => identityId);
  return [call.callerId, ...accepted];
}

/** True while it still rings for somebody, whether it runs by now or not. */
function isRinging(call: KeptCall): boolean {
  return call.state === 'ringing';
}
