import { z } from 'zod';
import { IdentityId, RoomId } from '../ids.js';
import { event, request } from '../wire.js';
import { ChatText, ConversationId } from './chat.js';
import { DisplayName } from './participant.js';

/** How long a call rings before it is missed, in ms. */
export const RING_MS = 45_000;
/** Most people one call rings at once. */
export const CALLEES_MAX_COUNT = 99;
/** Most people that one request adds to a call. */
export const ADDED_MAX_COUNT = 20;

/** One attempt to reach the members of a conversation. */
export const CallId = z.uuid().brand<'CallId'>();
export type CallId = z.output<typeof CallId>;

/** ringing: nobody has accepted yet. running: somebody has. ended: final. */
export const CallState = z.enum(['ringing', 'running', 'ended']);
export type CallState = z.output<typeof CallState>;

/** How one callee stands to a call. */
export const CalleeState = z.enum(['ringing', 'accepted', 'declined', 'busy', 'missed']);
export type CalleeState = z.output<typeof CalleeState>;

/** Why a call is over. */
export const CallOutcome = z.enum(['answered', 'declined', 'busy', 'missed', 'cancelled']);
export type CallOutcome = z.output<typeof CallOutcome>;

export const Callee = z.strictObject({
  identityId: IdentityId,
  name: DisplayName.exactOptional(),
  state: CalleeState,
  /** What they said with declining. */
  message: ChatText.exactOptional(),
  /** Who brought them into a call that ran already. */
  addedBy: z.strictObject({ identityId: IdentityId, name: DisplayName }).exactOptional(),
  /** Of somebody who was added: when their ringing ends, in place of that of the call. */
  ringsUntilMs: z.int().nonnegative().exactOptional(),
});
export type Callee = z.output<typeof Callee>;

export const Call = z.strictObject({
  callId: CallId,
  conversationId: ConversationId,
  media: z.enum(['audio', 'video']),
  callerId: IdentityId,
  callerName: DisplayName,
  state: CallState,
  /** Server clock, ms since the Unix epoch. */
  startedAtMs: z.int().nonnegative(),
  /** When the ringing ends by itself. */
  ringsUntilMs: z.int().nonnegative(),
  callees: z.array(Callee).max(CALLEES_MAX_COUNT),
  /** Those of the caller and who accepted that have left its meeting. */
  leftIds: z
    .array(IdentityId)
    .max(CALLEES_MAX_COUNT + 1)
    .exactOptional(),
  /** Of an ended call only. */
  outcome: CallOutcome.exactOptional(),
});
export type Call = z.output<typeof Call>;

/** A call and the room it takes place in: join it as any other, with `meeting.join`. */
const Admission = z.strictObject({ call: Call, roomId: RoomId });

const OfCall = { callId: CallId };

export const callRequests = {
  'call.start': request({
    about:
      'Calls the other members of a conversation: all of their devices ring. If a call of this conversation rings or runs already, that one is accepted instead, so that two who call each other at once meet in one call. A callee who is in another call is `busy`.',
    input: z.strictObject({
      conversationId: ConversationId,
      /** Made by the client for one press of the button; a second request with it finds the same call. */
      callId: CallId,
      media: z.enum(['audio', 'video']),
    }),
    output: Admission,
    isRepeatable: true,
  }),
  'call.accept': request({
    about:
      'Takes a call on this device; the caller’s other devices stop ringing. `conflict` when another device of the same person took it first, `not-found` when it is over.',
    input: z.strictObject(OfCall),
    output: Admission,
    isRepeatable: true,
  }),
  'call.decline': request({
    about: 'Turns a call down on all of one’s devices, with a message if one likes.',
    input: z.strictObject({ ...OfCall, message: ChatText.exactOptional() }),
    isRepeatable: true,
  }),
  'call.hangUp': request({
    about:
      'The caller gives up while it still rings. A running call is left by leaving its meeting; when one of two leaves it, it ends for the other three seconds later, unless a third was in it.',
    input: z.strictObject(OfCall),
    isRepeatable: true,
  }),
  'call.add': request({
    about:
      'Somebody in a running call brings more people into it: their devices ring as those of a callee. People of its conversation, or people with an account whom one has met. Who rings or is in the call already is left as they are; who declined, missed it or has left is rung again. What becomes of somebody who is not in the call’s conversation stands in the one between them and who added them. `forbidden` for strangers, `limit-reached` when the call would be too large, `not-found` for who is not in it.',
    input: z.strictObject({ ...OfCall, identityIds: z.array(IdentityId).min(1).max(ADDED_MAX_COUNT) }),
    output: z.strictObject({ call: Call }),
  }),
  'call.current': request({
    about:
      'The calls that ring for the caller or that they are in, and where they take place: those that ring, and those that they made or took. Ask it after each connect.',
    input: z.strictObject({}),
    output: z.strictObject({
      calls: z.array(Call).max(50),
      places: z.array(z.strictObject({ ...OfCall, roomId: RoomId })).max(50),
    }),
    isRepeatable: true,
  }),
};

export const callEvents = {
  'call.rings': event(
    'Somebody calls. Ring until `call.changed` says otherwise, or until `ringsUntilMs`. With the room, a device can open its line and have its media prepared while it rings.',
    z.strictObject({ call: Call, roomId: RoomId }),
  ),
  'call.changed': event(
    'A call came on: somebody accepted, declined, was missed or was added, or it is over. Told to the caller and all callees; `acceptedOn` is the socket of this person’s device that took it.',
    z.strictObject({ call: Call, acceptedOn: z.string().max(64).exactOptional() }),
  ),
};
