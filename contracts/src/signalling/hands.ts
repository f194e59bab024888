import { z } from 'zod';
import { ParticipantId } from '../ids.js';
import { PARTICIPANTS_MAX_COUNT } from '../limits.js';
import { event, request } from '../wire.js';
import { AtMs, Seq } from './seq.js';

/** `raised`: as the hands went up, or as a host put them. `least-spoken`: who spoke least comes first. */
export const HandOrder = z.enum(['raised', 'least-spoken']);
export type HandOrder = z.output<typeof HandOrder>;

export const Hands = z.strictObject({
  order: HandOrder,
  /** First is next. Lowered hands and people who left are not in it. */
  queue: z.array(z.strictObject({ participantId: ParticipantId, raisedAtMs: AtMs })).max(PARTICIPANTS_MAX_COUNT),
  /** Whose turn it is since a host called them; absent when nobody was called. */
  calledId: ParticipantId.exactOptional(),
});
export type Hands = z.output<typeof Hands>;

export const handsRequests = {
  'hand.raise': request({
    about: 'Raises one’s own hand. It keeps its place when it is up already.',
    input: z.strictObject({}),
    isRepeatable: true,
  }),
  'hand.lower': request({
    about: 'Lowers a hand: one’s own, or as a host anybody’s.',
    input: z.strictObject({ participantId: ParticipantId.exactOptional() }),
    isRepeatable: true,
  }),
  'hands.lowerAll': request({
    about: 'Lowers every hand. Hosts and co-hosts only.',
    input: z.strictObject({}),
    isRepeatable: true,
  }),
  'hands.callNext': request({
    about:
      'Gives the floor to whoever is first in the queue, and lowers their hand. `expectedId` is whom the host saw there: another one is refused with `conflict`, so that a repetition skips nobody. Hosts and co-hosts only.',
    input: z.strictObject({ expectedId: ParticipantId }),
    isRepeatable: true,
  }),
  'hands.move': request({
    about: 'Puts a raised hand at another place in the queue, from 0. The order is by hand from then on.',
    input: z.strictObject({
      participantId: ParticipantId,
      toIndex: z.int().nonnegative().max(PARTICIPANTS_MAX_COUNT),
    }),
    isRepeatable: true,
  }),
  'hands.setOrder': request({
    about: 'Chooses how the queue is ordered. Hosts and co-hosts only.',
    input: z.strictObject({ order: HandOrder }),
    isRepeatable: true,
  }),
};

export const handsEvents = {
  'hands.changed': event(
    'Hands were raised, lowered, called or put in another order. Replaces what was known.',
    z.strictObject({ seq: Seq, hands: Hands }),
  ),
};
