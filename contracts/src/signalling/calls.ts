import { z } from 'zod';
import { IdentityId, RoomId } from '../ids.js';
import { event, request } from '../wire.js';
import { ChatText, ConversationId } from './chat.js';
import { DisplayName } from './participant.js';

/** How long a call rings before it is missed, in ms. */
export const RING_MS = 45_000;
/** Most people one call rings at once. */
export const CALLEES_MAX_COUNT = 99;

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
  callees: z
    .array(
      z.strictObject({
        identityId: IdentityId,
        state: CalleeState,
        /** What they said with declining. */
        message: ChatText.exactOptional(),
      }),
    )
    .max(CALLEES_MAX_COUNT),
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
    about: 'The caller gives up while it still rings. A running call is left by leaving its meeting.',
    input: z.strictObject(OfCall),
    isRepeatable: true,
  }),
  'call.current': request({
    about: 'The calls that ring for the caller or that they are in. Ask it after each connect.',
    input: z.strictObject({}),
    output: z.strictObject({ calls: z.array(Call).max(50) }),
    isRepeatable: true,
  }),
};

export const callEvents = {
  'call.rings': event(
    'Somebody calls. Ring until `call.changed` says otherwise, or until `ringsUntilMs`.',
    z.strictObject({ call: Call }),
  ),
  'call.changed': event(
    'A call came on: somebody accepted, declined or was missed, or it is over. Told to the caller and all callees; `acceptedOn` is the socket of this person’s device that took it.',
    z.strictObject({ call: Call, acceptedOn: z.string().max(64).exactOptional() }),
  ),
};
