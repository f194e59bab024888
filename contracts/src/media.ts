import { z } from 'zod';
import { ConsumerId, MediaSessionId, ParticipantId, ProducerId, TransportId } from './ids.js';
import { DtlsParameters, IceCandidate, IceParameters, RtpParameters, type MediaKind } from './rtp.js';

/** Where a stream comes from. A participant has at most one of each. */
export const MediaSource = z.enum(['microphone', 'camera', 'screen', 'screen-audio']);
export type MediaSource = z.output<typeof MediaSource>;

export const MEDIA_SOURCES = MediaSource.options;

/** What a share is made for: `text` stays sharp and may stand still, `motion` stays smooth and may blur. */
export const ShareProfile = z.enum(['text', 'motion']);
export type ShareProfile = z.output<typeof ShareProfile>;

/** The kind of stream a source carries. */
export function kindOf(source: MediaSource): MediaKind {
  return source === 'camera' || source === 'screen' ? 'video' : 'audio';
}

/** Which way a transport carries media, as the browser sees it. */
export const Direction = z.enum(['send', 'recv']);
export type Direction = z.output<typeof Direction>;

/** What a browser needs to open its end of one transport. */
export const TransportOffer = z.strictObject({
  transportId: TransportId,
  iceParameters: IceParameters,
  iceCandidates: z.array(IceCandidate).min(1).max(32),
  dtlsParameters: DtlsParameters,
});
export type TransportOffer = z.output<typeof TransportOffer>;

/** One stream on its way to one viewer. */
export const ConsumerOffer = z.strictObject({
  consumerId: ConsumerId,
  producerId: ProducerId,
  participantId: ParticipantId,
  source: MediaSource,
  rtpParameters: RtpParameters,
});
export type ConsumerOffer = z.output<typeof ConsumerOffer>;

/** Highest simulcast or SVC layer, counted from 0. */
export const SPATIAL_LAYER_MAX = 2;
export const TEMPORAL_LAYER_MAX = 2;

/** A layer of a video, counted from 0, the smallest and the slowest. */
export const LayersInUse = z.strictObject({
  spatial: z.int().min(0).max(SPATIAL_LAYER_MAX),
  temporal: z.int().min(0).max(TEMPORAL_LAYER_MAX),
});
export type LayersInUse = z.output<typeof LayersInUse>;

/**
 * Whether packets of a stream are to be expected by its viewer, and if not, why. `waiting`: for the viewer's word that it
 * is ready. `hidden`: it is not visible there. `not-loudest`: louder people are forwarded instead. `source-paused`: muted.
 * `source-silent`: nothing comes from the publisher. `bandwidth`: not even its lowest layer fits.
 */
export const FlowState = z.enum([
  'flowing',
  'waiting',
  'hidden',
  'not-loudest',
  'source-paused',
  'source-silent',
  'bandwidth',
]);
export type FlowState = z.output<typeof FlowState>;

/** How many layers a video is sent in. Sound, and a video in one piece, has one of each. */
export const LayerCounts = z.strictObject({
  spatial: z
    .int()
    .min(1)
    .max(SPATIAL_LAYER_MAX + 1),
  temporal: z
    .int()
    .min(1)
    .max(TEMPORAL_LAYER_MAX + 1),
});
export type LayerCounts = z.output<typeof LayerCounts>;

/** 1 bad, 2 poor, 3 fair, 4 good, 5 as good as it gets. */
export const QualityScore = z.int().min(1).max(5);

/** More than any participant's connection carries. */
export const BITRATE_MAX_BPS = 10_000_000_000;

/** Most streams one viewer receives at once. */
export const CONSUMERS_MAX_COUNT = 512;

/** Both transports of one participant and what already flows over them. */
export const MediaSession = z.strictObject({
  sessionId: MediaSessionId,
  send: TransportOffer,
  recv: TransportOffer,
  consumers: z.array(ConsumerOffer).max(CONSUMERS_MAX_COUNT),
});
export type MediaSession = z.output<typeof MediaSession>;
