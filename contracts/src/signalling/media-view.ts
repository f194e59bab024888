import { z } from 'zod';
import { ConsumerId, ParticipantId } from '../ids.js';
import { PARTICIPANTS_MAX_COUNT } from '../limits.js';
import {
  CONSUMERS_MAX_COUNT,
  FlowState,
  LayersInUse,
  MEDIA_SOURCES,
  MediaSource,
  QualityScore,
  SPATIAL_LAYER_MAX,
} from '../media.js';
import { event, request } from '../wire.js';

/** Most tiles one view may name. A page shows fewer; the rest are those just off it. */
export const TILES_MAX_COUNT = 256;
/** Most people one viewer may pin. */
export const PINNED_MAX_COUNT = 16;
/** Larger than any screen there is, in device pixels. */
const TILE_SIDE_MAX_PX = 16_384;

/** One video as the viewer's page lays it out. */
export const Tile = z.strictObject({
  participantId: ParticipantId,
  source: z.enum(['camera', 'screen']),
  /** Rendered size in device pixels: CSS pixels times the device's pixel ratio. */
  widthPx: z.int().min(0).max(TILE_SIDE_MAX_PX),
  heightPx: z.int().min(0).max(TILE_SIDE_MAX_PX),
  /** False when it is scrolled away, on another page, or the whole page is hidden. */
  isVisible: z.boolean(),
});
export type Tile = z.output<typeof Tile>;

/** What a page lets be heard: `muted` by the person, `blocked` by the browser until somebody clicks. */
export const PlayoutState = z.enum(['playing', 'muted', 'blocked']);
export type PlayoutState = z.output<typeof PlayoutState>;

export const mediaViewRequests = {
  'media.view': request({
    about:
      'What this page shows now. Replaces the view of before; sent when it changed, at most ten times a second. A video that is listed as not visible is paused by the server until a later view shows it; one that is not listed has no place yet and comes in its lowest layer. Holds for this seat until replaced, across new transports, and is forgotten with a reload. Until the first one every video comes in its lowest layer; a page that sends none for three seconds is sent everything. Pinned people are always heard.',
    input: z.strictObject({
      tiles: z.array(Tile).max(TILES_MAX_COUNT),
      pinnedIds: z.array(ParticipantId).max(PINNED_MAX_COUNT),
    }),
    isRepeatable: true,
  }),
  'media.playout': request({
    about: 'Whether sound is played to the person here. Only they can know; others are told who does not hear them.',
    input: z.strictObject({ state: PlayoutState }),
    isRepeatable: true,
  }),
  'media.audibility': request({
    about:
      'Who hears somebody’s microphone now, who does not, and why. Somebody with a silent microphone is heard by those who would hear them.',
    input: z.strictObject({ speakerId: ParticipantId }),
    output: z.strictObject({
      /** What keeps the speaker from being heard by anybody; absent when nothing does. */
      speakerFault: z.enum(['off', 'muted', 'no-packets', 'transport-down']).exactOptional(),
      /** Everybody else in the meeting. */
      listeners: z
        .array(
          z.strictObject({
            participantId: ParticipantId,
            /** Absent when they hear the speaker. */
            fault: z
              .enum([
                /** Their connection is lost; their seat is kept. */
                'away',
                /** Their transport does not stand. */
                'transport-down',
                /** No stream is open to them yet. */
                'not-forwarded',
                /** Their page has not said that it is ready for the stream. */
                'not-ready',
                /** Louder people are forwarded instead. */
                'not-loudest',
                /** The stream is open and nothing of it goes out. */
                'no-packets',
                'playout-muted',
                'playout-blocked',
              ])
              .exactOptional(),
          }),
        )
        .max(PARTICIPANTS_MAX_COUNT),
    }),
    isRepeatable: true,
  }),
};

export const mediaViewEvents = {
  'media.wanted': event(
    'What of one’s own videos anybody watches. Replaces what was told before; until the first one, everything is wanted. A layer above `maxSpatialLayer`, or the whole of a video that is not wanted, should not be sent: it would be thrown away. Keep the source and its producer; sending begins again when told.',
    z.strictObject({
      sources: z
        .array(
          z.strictObject({
            source: MediaSource,
            isWanted: z.boolean(),
            /** Counted from 0, the smallest. Layers up to this one are wanted; 0 when none is. */
            maxSpatialLayer: z.int().min(0).max(SPATIAL_LAYER_MAX),
          }),
        )
        .max(MEDIA_SOURCES.length),
    }),
  ),
  'media.flowing': event(
    'How it stands with these streams of this viewer; one that is not listed is as it was. A stream that was never told of is `flowing` once it was let flow.',
    z.strictObject({
      consumers: z
        .array(
          z.strictObject({
            consumerId: ConsumerId,
            state: FlowState,
            /** What comes of a video with layers. */
            layers: LayersInUse.exactOptional(),
          }),
        )
        .min(1)
        .max(CONSUMERS_MAX_COUNT),
    }),
  ),
  'media.quality': event(
    'How well these people’s streams reach this viewer, and for oneself how well one’s own reach the server. Who is not listed is as they were; who never was, is at 5.',
    z.strictObject({
      people: z
        .array(z.strictObject({ participantId: ParticipantId, score: QualityScore }))
        .min(1)
        .max(PARTICIPANTS_MAX_COUNT),
    }),
  ),
};
