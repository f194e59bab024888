import { REACTED_BY_MAX_COUNT, UNREAD_MAX_COUNT } from '#contracts';
import { ATTACHMENTS_OF } from './file-rows.js';

/* The statements of conversations that are read. `$1` is the conversation and `$2` the viewer throughout. */

/** What a message row `m` is read as; reactions name the viewer first, so that their own is always among those named. */
export const MESSAGE_COLUMNS = `
  m.seq, m.sender_id AS "senderId", m.sender_name AS "senderName", m.key, m.text, m.sent_at AS "sentAt",
  m.reply_to AS "replyTo", m.mentions::text[] AS mentions, m.call, m.topic, m.group_change AS "groupChange",
  m.edited_at AS "editedAt",
  m.deleted_at AS "deletedAt", m.change,
  (SELECT json_build_object('avatarId', a.avatar_id) FROM accounts a WHERE a.account_id = m.sender_id) AS account,
  CASE WHEN m.change = 0 THEN NULL ELSE (
    SELECT json_agg(json_build_object('reaction', t.reaction, 'count', t.count, 'byIds', t.by_ids) ORDER BY t.first_at)
    FROM (
      SELECT r.reaction, count(*)::int AS count, min(r.reacted_at) AS first_at,
        (array_agg(r.identity_id ORDER BY (r.identity_id = $2) DESC, r.reacted_at))[1:${REACTED_BY_MAX_COUNT}] AS by_ids
      FROM message_reactions r WHERE r.conversation_id = m.conversation_id AND r.seq = m.seq GROUP BY r.reaction
    ) t
  ) END AS reactions, ${ATTACHMENTS_OF} AS attachments`;

export const MESSAGES = `
  SELECT * FROM (
    SELECT ${MESSAGE_COLUMNS} FROM messages m
    WHERE m.conversation_id = $1 AND m.seq BETWEEN $3 AND $4 ORDER BY m.seq DESC LIMIT $5
  ) page ORDER BY seq`;

export const CHANGES = `
  SELECT ${MESSAGE_COLUMNS} FROM messages m
  WHERE m.conversation_id = $1 AND m.change > $3 AND m.seq >= $4 ORDER BY m.change LIMIT $5`;

export const ONE_MESSAGE = `SELECT ${MESSAGE_COLUMNS} FROM messages m WHERE m.conversation_id = $1 AND m.seq = $3`;

/** Counts no further than anybody would read. */
const UNREAD = `
  FROM messages m WHERE m.conversation_id = c.conversation_id AND m.seq > greatest(coalesce(y.read_seq, 0), $3::int - 1)
    AND m.sender_id <> $2 AND m.deleted_at IS NULL AND m.group_change IS NULL`;

export const VIEW = `
  SELECT c.conversation_id AS "conversationId", c.kind, c.room_id AS "roomId", c.title, c.owner_id AS "ownerId", c.first_seq AS "firstSeq",
    c.last_seq AS "lastSeq", c.last_change AS "lastChange", coalesce(y.delivered_seq, 0) AS "deliveredSeq",
    coalesce(y.read_seq, 0) AS "readSeq", coalesce(y.is_muted, false) AS "isMuted",
    EXISTS (SELECT FROM rooms JOIN accounts ON account_id = host_identity_id WHERE rooms.room_id = c.room_id) AS "isOfAccount",
    (SELECT count(*)::int FROM (SELECT ${UNREAD} LIMIT ${UNREAD_MAX_COUNT}) u) AS "unreadCount",
    (SELECT count(*)::int FROM (SELECT ${UNREAD} AND $2 = ANY(m.mentions) LIMIT ${UNREAD_MAX_COUNT}) u) AS "mentionCount"
  FROM conversations c
  LEFT JOIN conversation_members y ON y.conversation_id = c.conversation_id AND y.identity_id = $2
  WHERE c.conversation_id = $1`;

export const PLACE_COLUMNS = `
  c.conversation_id AS "conversationId", c.kind, c.room_id AS "roomId", c.meeting_id AS "meetingId",
  c.meeting_from_seq AS "meetingFromSeq", c.owner_id AS "ownerId"`;

/** Between people with accounts, those say what they are called now; in a meeting, people call themselves as they like. */
const MEMBER_NAME = `CASE WHEN c.kind IN ('direct', 'group') THEN coalesce(a.name, x.name) ELSE x.name END`;

/** Null for a guest. */
const ACCOUNT = `CASE WHEN a.account_id IS NULL THEN NULL ELSE json_build_object('avatarId', a.avatar_id) END`;

const MEMBERS_OF = `(SELECT coalesce(json_agg(json_build_object('identityId', x.identity_id, 'name', ${MEMBER_NAME},
        'fromSeq', x.from_seq, 'account', ${ACCOUNT})
      ORDER BY ${MEMBER_NAME}), '[]')
    FROM conversation_members x LEFT JOIN accounts a ON a.account_id = x.identity_id
    WHERE x.conversation_id = c.conversation_id)`;

/** The members are part of a place but in a room, where whoever is in the meeting may come and go. */
export const PLACE = `
  SELECT ${PLACE_COLUMNS}, CASE WHEN c.kind = 'room' THEN '[]' ELSE ${MEMBERS_OF} END AS members
  FROM conversations c WHERE c.conversation_id = $1`;

/** The first one to come in a new meeting of the room notes where it begins. */
export const ROOM_PLACE = `
  INSERT INTO conversations AS c (conversation_id, kind, room_id, meeting_id, created_at, last_said_at)
  VALUES ($1, 'room', $2, $3, $4, $4)
  ON CONFLICT (room_id) DO UPDATE SET
    meeting_from_seq = CASE WHEN c.meeting_id = $3 THEN c.meeting_from_seq ELSE c.last_seq + 1 END, meeting_id = $3
  RETURNING ${PLACE_COLUMNS}, '[]'::json AS members`;

export const ENTER = `
  INSERT INTO conversation_members AS x (conversation_id, identity_id, name, opened_at, delivered_seq, read_seq)
  SELECT $1::uuid, $2::uuid, $3::text, $4::timestamptz, $5::int, $5::int FROM conversations c
  WHERE c.conversation_id = $1 AND (c.kind = 'room'
    OR EXISTS (SELECT FROM conversation_members y WHERE y.conversation_id = $1 AND y.identity_id = $2))
  ON CONFLICT (conversation_id, identity_id) DO UPDATE SET name = $3, opened_at = $4,
    delivered_seq = greatest(x.delivered_seq, $5), read_seq = greatest(x.read_seq, $5)`;

export const MEMBERS = `
  SELECT x.identity_id AS "identityId", ${MEMBER_NAME} AS name, ${ACCOUNT} AS account, x.delivered_seq AS "deliveredSeq",
    x.read_seq AS "readSeq"
  FROM conversation_members x JOIN conversations c USING (conversation_id)
  LEFT JOIN accounts a ON a.account_id = x.identity_id
  WHERE x.conversation_id = $1 ORDER BY x.opened_at DESC LIMIT $2`;

/** Those among `$2` who are members, or have looked in. */
export const MEMBERS_AMONG = `
  SELECT identity_id AS "identityId" FROM conversation_members
  WHERE conversation_id = $1 AND identity_id = ANY($2::uuid[])`;

export const LIST = `
  SELECT c.conversation_id AS "conversationId", x.identity_id AS "identityId", x.from_seq AS "fromSeq" FROM conversation_members x JOIN conversations c USING (conversation_id)
  WHERE x.identity_id = $1 AND (c.kind IN ('direct', 'group') OR c.kind = 'private' AND c.meeting_id = $2)
  ORDER BY c.last_said_at DESC LIMIT $3`;

/** Marks only rise, and no further than the last message. Rows that would not rise are not written at all. */
export const MARK = `
  UPDATE conversation_members x SET
    delivered_seq = greatest(x.delivered_seq, least(w.delivered_seq, c.last_seq)),
    read_seq = greatest(x.read_seq, least(w.read_seq, c.last_seq))
  FROM conversations c, unnest($2::uuid[], $3::int[], $4::int[]) AS w(identity_id, delivered_seq, read_seq)
  WHERE c.conversation_id = $1 AND x.conversation_id = $1 AND x.identity_id = w.identity_id
    AND (x.delivered_seq < least(w.delivered_seq, c.last_seq) OR x.read_seq < least(w.read_seq, c.last_seq))
  RETURNING x.identity_id AS "identityId", x.delivered_seq AS "deliveredSeq", x.read_seq AS "readSeq"`;

/** Taken first by whatever changes a message, as by whatever adds one, so that nothing waits in a circle. */
export const LOCK_ONE = 'SELECT FROM conversations WHERE conversation_id = $1 FOR UPDATE';

export const EDIT = `
  UPDATE messages SET text = $4, edited_at = $5
  WHERE conversation_id = $1 AND seq = $3 AND sender_id = $2 AND deleted_at IS NULL AND call IS NULL AND group_change IS NULL
    AND text <> $4
  RETURNING seq`;

export const DELETE = `
  UPDATE messages SET text = '', mentions = '{}', has_files = false, deleted_at = $5
  WHERE conversation_id = $1 AND seq = $3 AND (sender_id = $2 OR $4) AND deleted_at IS NULL AND call IS NULL
    AND group_change IS NULL
  RETURNING seq`;

/** Nobody can read them from here on, and the next sweep deletes them. */
export const FORGET_FILES = 'UPDATE chat_files SET seq = NULL WHERE conversation_id = $1 AND seq = $2';

export const FORGET_REACTIONS = 'DELETE FROM message_reactions WHERE conversation_id = $1 AND seq = $2';

export const REACT = `
  INSERT INTO message_reactions (conversation_id, seq, identity_id, reaction, reacted_at)
  SELECT $1::uuid, $3::int, $2::uuid, $4::text, $5::timestamptz
  WHERE EXISTS (SELECT FROM messages WHERE conversation_id = $1 AND seq = $3 AND deleted_at IS NULL)
    AND (EXISTS (SELECT FROM message_reactions WHERE conversation_id = $1 AND seq = $3 AND reaction = $4)
      OR (SELECT count(DISTINCT reaction) FROM message_reactions WHERE conversation_id = $1 AND seq = $3) < $6)
  ON CONFLICT DO NOTHING RETURNING seq`;

export const UNREACT = `
  DELETE FROM message_reactions WHERE conversation_id = $1 AND identity_id = $2 AND seq = $3 AND reaction = $4
  RETURNING seq`;

export const NOTE_CHANGE = `
  WITH counted AS (UPDATE conversations SET last_change = last_change + 1 WHERE conversation_id = $1 RETURNING last_change)
  UPDATE messages m SET change = counted.last_change FROM counted WHERE m.conversation_id = $1 AND m.seq = $2`;

/** Of conversations that the viewer may read, each from its own first message. */
export const SEARCH = `
  SELECT m.conversation_id AS "conversationId", ${MESSAGE_COLUMNS}
  FROM messages m JOIN unnest($1::uuid[], $3::int[]) AS w(conversation_id, from_seq) USING (conversation_id)
  WHERE to_tsvector('simple', m.text) @@ websearch_to_tsquery('simple', $4) AND m.seq >= w.from_seq
    AND m.deleted_at IS NULL
  ORDER BY m.sent_at DESC LIMIT $5`;

export const PRIVATE_OF = `
  SELECT ${PLACE_COLUMNS}, ${MEMBERS_OF} AS members
  FROM conversations c WHERE c.kind = 'private' AND c.meeting_id = $1`;

export const DROP_PRIVATE = `DELETE FROM conversations WHERE kind = 'private' AND meeting_id = $1`;

export const DROP_STRAY = `
  DELETE FROM conversations c USING meetings g
  WHERE c.kind = 'private' AND g.meeting_id = c.meeting_id AND g.ended_at IS NOT NULL RETURNING c.conversation_id`;

/**
 * The beginnings of rooms' conversations, as each room's setting has it; so that what is left has no gaps. Conversations
 * that somebody holds at this moment are left for the next time. `$1` is now and `$2` the days of a room that chose none.
 */
export const PRUNE = `
  WITH old AS (
    SELECT c.conversation_id, m.seq
    FROM conversations c
    JOIN rooms r ON r.room_id = c.room_id
    CROSS JOIN LATERAL (SELECT $1::timestamptz - make_interval(
      days => coalesce((r.chosen ->> 'chatRetentionDays')::int, $2)) AS at) cutoff
    CROSS JOIN LATERAL (
      SELECT seq, sent_at FROM messages WHERE conversation_id = c.conversation_id ORDER BY seq LIMIT $3
    ) m
    WHERE c.created_at < cutoff.at AND c.first_seq <= c.last_seq AND m.sent_at < cutoff.at
    LIMIT $3
  ), held AS (
    SELECT c.conversation_id, u.seq FROM conversations c
    JOIN (SELECT conversation_id, max(seq) AS seq FROM old GROUP BY 1) u USING (conversation_id)
    ORDER BY c.conversation_id FOR UPDATE OF c SKIP LOCKED
  ), moved AS (
    UPDATE conversations c SET first_seq = greatest(c.first_seq, h.seq + 1) FROM held h
    WHERE c.conversation_id = h.conversation_id
  )
  DELETE FROM messages m USING held h, old o
  WHERE m.conversation_id = h.conversation_id AND o.conversation_id = m.conversation_id AND o.seq = m.seq
  RETURNING m.seq`;
