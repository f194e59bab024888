import { z } from 'zod';
import { ParticipantId } from '../ids.js';
import { event, request } from '../wire.js';

/** A closed list, so that nothing can be sent that a screen would have to trust. */
export const Reaction = z.enum(['thumbs-up', 'clap', 'heart', 'laugh', 'surprise', 'party', 'yes', 'no']);
export type Reaction = z.output<typeof Reaction>;

export const REACTIONS = Reaction.options;

export const reactionsRequests = {
  'reaction.send': request({
    about: 'Shows a reaction to everyone for a few seconds. Refused with `too-many-requests` when there are too many.',
    input: z.strictObject({ reaction: Reaction }),
  }),
};

export const reactionsEvents = {
  'reaction.sent': event(
    'Somebody reacted. Not numbered, and may be missed: nothing depends on it.',
    z.strictObject({ participantId: ParticipantId, reaction: Reaction }),
  ),
};
