import { z } from 'zod';
import { ParticipantId, RoomId } from '../ids.js';
import { event, request } from '../wire.js';
import { DisplayName } from './participant.js';
import { AtMs } from './seq.js';
import { unitsAtMost } from '../text.js';

/** A place in the lobby. Not a seat: nothing of a meeting can be seen from it. */
export const WaitingId = z.uuid().brand<'WaitingId'>();
export type WaitingId = z.output<typeof WaitingId>;

/** Most people who wait for one meeting. */
export const WAITING_MAX_COUNT = 300;
export const LOBBY_TEXT_MAX_UNITS = 500;

/** Somebody who waits, as hosts and co-hosts see them, and nobody else. */
export const Waiting = z.strictObject({
  waitingId: WaitingId,
  name: DisplayName,
  isGuest: z.boolean(),
  /** As in `Participant`. */
  isLookAlike: z.literal(true).exactOptional(),
  sinceMs: AtMs,
});
export type Waiting = z.output<typeof Waiting>;

export const LobbyText = z
  .string()
  .trim()
  .min(1)
  .max(LOBBY_TEXT_MAX_UNITS)
  .check(unitsAtMost(LOBBY_TEXT_MAX_UNITS))
  .regex(/^[^\p{Cs}\u202a-\u202e\u2066-\u2069]+$/u, 'has characters that cannot be shown');

export const lobbyRequests = {
  'lobby.knock': request({
    about:
      'Asks to be let in, after `meeting.join` was refused with `lobby`. `waiting`: stay connected, and `lobby.admitted` or `lobby.denied` follows; `admitted`: join now, with the same `joinKey`. Ask again with the same key after a lost connection.',
    input: z.strictObject({
      roomId: RoomId,
      name: DisplayName,
      joinKey: z.uuid(),
    }),
    output: z.strictObject({ state: z.enum(['waiting', 'admitted']) }),
    isRepeatable: true,
  }),
  'lobby.leave': request({
    about: 'Gives up waiting.',
    input: z.strictObject({}),
    isRepeatable: true,
  }),
  'lobby.admit': request({
    about: 'Lets somebody in. Hosts and co-hosts only.',
    input: z.strictObject({ waitingId: WaitingId }),
    isRepeatable: true,
  }),
  'lobby.admitAll': request({
    about: 'Lets everybody in who waits now. Hosts and co-hosts only.',
    input: z.strictObject({}),
    isRepeatable: true,
  }),
  'lobby.deny': request({
    about: 'Turns somebody away for the rest of this meeting. Hosts and co-hosts only.',
    input: z.strictObject({ waitingId: WaitingId }),
    isRepeatable: true,
  }),
  'lobby.tell': request({
    about: 'A message to everybody who waits, or to one of them. Hosts and co-hosts only.',
    input: z.strictObject({ text: LobbyText, waitingId: WaitingId.exactOptional() }),
  }),
  'lobby.sendBack': request({
    about:
      'Puts a participant back into the lobby: their media ends first, then their seat. Hosts and co-hosts only; nobody can do it to a host.',
    input: z.strictObject({ participantId: ParticipantId }),
    isRepeatable: true,
  }),
};

export const lobbyEvents = {
  'lobby.changed': event(
    'Who waits now, in the order they came. To hosts and co-hosts only; not numbered, replaces what was known.',
    z.strictObject({ waiting: z.array(Waiting).max(WAITING_MAX_COUNT) }),
  ),
  'lobby.admitted': event('You are let in: join now, with the same `joinKey`.', z.strictObject({})),
  'lobby.denied': event('You are not let in to this meeting.', z.strictObject({})),
  'lobby.told': event('The hosts say something to you while you wait.', z.strictObject({ text: LobbyText })),
  'lobby.closed': event('The meeting you waited for is over.', z.strictObject({})),
  'lobby.entered': event(
    'A host moved you to the lobby: your media has ended and your seat is given up. `lobby.admitted` or `lobby.denied` follows; join with this key then.',
    z.strictObject({ joinKey: z.uuid() }),
  ),
};
