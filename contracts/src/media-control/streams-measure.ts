import { z } from 'zod';
import { ConsumerId, MediaSessionId, MeetingId, ProducerId } from '../ids.js';
import { BITRATE_MAX_BPS, FlowState, LayersInUse } from '../media.js';
import { request } from '../wire.js';

export const InSession = z.strictObject({ meetingId: MeetingId, sessionId: MediaSessionId });

/** Most streams one participant may publish: one of each source, and one being replaced. */
export const PRODUCERS_MAX_COUNT = 8;

/** A mediasoup score: 0 nothing arrives, 10 all of it. */
export const Score = z.int().min(0).max(10);

const path = {
  bitrateBps: z.int().min(0).max(BITRATE_MAX_BPS),
  /** Share of packets lost since the last report of the path. */
  lossRatio: z.number().min(0).max(1),
  roundTripMs: z.number().min(0).exactOptional(),
  score: Score,
};

export const streamsMeasure = {
  'streams.measure': request({
    about:
      'How some streams of one session do at this moment, as the worker measures them. Unknown ones are left out: they ended meanwhile.',
    input: InSession.extend({
      producerIds: z.array(ProducerId).max(PRODUCERS_MAX_COUNT),
      consumerIds: z.array(ConsumerId).max(PRODUCERS_MAX_COUNT),
    }),
    output: z.strictObject({
      producers: z
        .array(
          z.strictObject({
            producerId: ProducerId,
            ...path,
            jitterMs: z.number().min(0),
            codec: z.string().max(64),
            /** Which sizes come in, lowest first: those of a simulcast, or the spatial layers of one stream. */
            arriving: z.array(z.boolean()).max(4),
          }),
        )
        .max(PRODUCERS_MAX_COUNT),
      consumers: z
        .array(
          z.strictObject({
            consumerId: ConsumerId,
            ...path,
            /** How well it comes in from its publisher. */
            producerScore: Score,
            state: FlowState,
            layers: LayersInUse.exactOptional(),
          }),
        )
        .max(PRODUCERS_MAX_COUNT),
      /** What the way to the participant is estimated to carry; absent while nothing flows. */
      receivableBps: z.int().min(0).max(BITRATE_MAX_BPS).exactOptional(),
    }),
    isRepeatable: true,
  }),
};
