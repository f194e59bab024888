import { z } from 'zod';
import { ParticipantId } from '../ids.js';
import { event, request } from '../wire.js';

/** What was set going so that somebody hears. */
export const MendingStep = z.enum([
  /** The speaker's transports are made anew. */
  'speaker-reconnects',
  /** The listener's transports are made anew. */
  'listener-reconnects',
  /** The stream to the listener is opened anew. */
  'reopened',
  /** The listener's page was asked to turn its sound on: only they can. */
  'asked',
  /** Nothing is wrong by now, or nothing that the server could mend. */
  'nothing',
]);
export type MendingStep = z.output<typeof MendingStep>;

export const mendingRequests = {
  'media.mend': request({
    about:
      'Mends what keeps a listener from hearing a speaker. What that is the server finds out itself, as for `media.audibility`. For the two concerned, and for hosts; the same pair at most once in five seconds.',
    input: z.strictObject({ speakerId: ParticipantId, listenerId: ParticipantId }),
    output: z.strictObject({ step: MendingStep }),
    isRepeatable: true,
  }),
};

export const mendingEvents = {
  'sound.wished': event(
    'Somebody speaks and is not heard, since this page plays no sound. Tell the person, and let them turn it on.',
    z.strictObject({ speakerId: ParticipantId }),
  ),
};
