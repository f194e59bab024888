import { z } from 'zod';
import { ParticipantId } from '../ids.js';
import {
  BITRATE_MAX_BPS,
  FlowState,
  LayerCounts,
  LayersInUse,
  MEDIA_SOURCES,
  MediaSource,
  QualityScore,
} from '../media.js';
import { request } from '../wire.js';

/** Longer than any path that still carries a conversation. */
export const PATH_MAX_MS = 60_000;

/** What keeps a stream from being better than it is. */
export const QualityLimit = z.enum([
  /** The sender's way to the server loses or delays packets. */
  'sender-path',
  /** Less is sent than is watched: the sender's machine or connection does not manage more. */
  'sender-sends-less',
  /** The receiver's way from the server loses or delays packets. */
  'receiver-path',
  /** The receiver's way from the server carries no more. */
  'receiver-bandwidth',
  /** It is shown so small that more would not be seen. */
  'tile-size',
]);
export type QualityLimit = z.output<typeof QualityLimit>;

const figures = {
  source: MediaSource,
  bitrateBps: z.int().min(0).max(BITRATE_MAX_BPS),
  /** Share of packets lost lately. */
  lossRatio: z.number().min(0).max(1),
  roundTripMs: z.number().min(0).max(PATH_MAX_MS).exactOptional(),
  score: QualityScore,
  limit: QualityLimit.exactOptional(),
};

/** One stream on its way to the server. */
export const SentFigures = z.strictObject({
  ...figures,
  jitterMs: z.number().min(0).max(PATH_MAX_MS),
  /** As in `video/VP8`. */
  codec: z.string().max(64),
  isPaused: z.boolean(),
  layerCounts: LayerCounts,
  /** How many of its sizes come in now; the others are switched off or do not arrive. */
  arrivingCount: z.int().min(0).max(4),
});
export type SentFigures = z.output<typeof SentFigures>;

/** The same stream on its way from the server to who asks. Its jitter only they can measure. */
export const ReceivedFigures = z.strictObject({
  ...figures,
  state: FlowState,
  layers: LayersInUse.exactOptional(),
});
export type ReceivedFigures = z.output<typeof ReceivedFigures>;

export const mediaFiguresRequests = {
  'media.figures': request({
    about:
      'How somebody’s streams do at this moment: on their way to the server, and from there to who asks. Measured when asked, at most once a second for one viewer; within that second the answer of before comes again. For oneself `received` is empty.',
    input: z.strictObject({ participantId: ParticipantId }),
    output: z.strictObject({
      sent: z.array(SentFigures).max(MEDIA_SOURCES.length),
      received: z.array(ReceivedFigures).max(MEDIA_SOURCES.length),
      /** What the asker's way from the server is estimated to carry; absent while nothing is known of it. */
      receivableBps: z.int().min(0).max(BITRATE_MAX_BPS).exactOptional(),
    }),
    isRepeatable: true,
  }),
};
