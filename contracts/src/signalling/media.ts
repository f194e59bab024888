import { z } from 'zod';
import { ConsumerId, ProducerId } from '../ids.js';
import { ConsumerOffer, CONSUMERS_MAX_COUNT, Direction, MediaSession, MediaSource, ShareProfile } from '../media.js';
import { IceParameters, RtpParameters } from '../rtp.js';
import { event, request } from '../wire.js';
import { MediaCapabilities } from './meeting.js';

export const mediaRequests = {
  'media.publish': request({
    about: 'Starts sending a source. A source that is being sent already is replaced.',
    input: z.strictObject({
      producerId: ProducerId,
      source: MediaSource,
      rtpParameters: RtpParameters,
      isPaused: z.boolean(),
      /** Of a screen: a viewer is never sent a smaller size of `text`. Motion when absent. */
      profile: ShareProfile.exactOptional(),
    }),
    isRepeatable: true,
  }),
  'media.unpublish': request({
    about: 'Stops sending a source for good.',
    input: z.strictObject({ source: MediaSource }),
    isRepeatable: true,
  }),
  'media.setPaused': request({
    about:
      'Mutes or unmutes a source of one’s own. Muted, nothing of it is forwarded, whatever the browser still sends.',
    input: z.strictObject({ source: MediaSource, isPaused: z.boolean() }),
    isRepeatable: true,
  }),
  'media.ready': request({
    about: 'The receiver has set these consumers up: let them flow. Those in a join’s answer flow by themselves.',
    input: z.strictObject({ consumerIds: z.array(ConsumerId).min(1).max(CONSUMERS_MAX_COUNT) }),
    isRepeatable: true,
  }),
  'media.restartIce': request({
    about:
      'New ICE credentials for one transport, after the network changed. The old path serves until the new one works.',
    input: z.strictObject({ direction: Direction }),
    output: z.strictObject({ iceParameters: IceParameters }),
    isRepeatable: true,
  }),
  'media.renew': request({
    about: 'New transports in place of ones that no longer work.',
    input: z.strictObject({ media: MediaCapabilities }),
    output: z.strictObject({ media: MediaSession }),
    deadlineMs: 10_000,
    isRepeatable: true,
  }),
};

export const mediaEvents = {
  'media.opened': event(
    'More streams are on offer to this viewer. They stay silent until `media.ready`.',
    z.strictObject({ consumers: z.array(ConsumerOffer).min(1).max(CONSUMERS_MAX_COUNT) }),
  ),
  'media.closed': event(
    'These streams are over.',
    z.strictObject({ consumerIds: z.array(ConsumerId).min(1).max(CONSUMERS_MAX_COUNT) }),
  ),
  'media.replaced': event(
    'The transports were lost on the server’s side, or move elsewhere. Here are new ones: build them and publish again.',
    z.strictObject({
      media: MediaSession,
      /** Present for a move: the old transports serve for about so long still, until the new ones do. */
      oldServesForMs: z.int().nonnegative().max(60_000).exactOptional(),
    }),
  ),
};
