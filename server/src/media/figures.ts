import {
  PATH_MAX_MS,
  type LayerCounts,
  type LayersInUse,
  type MediaControlRequests,
  type Output,
  type ParticipantId,
  type QualityLimit,
  type ReceivedFigures,
  type SentFigures,
  type SignallingRequests,
} from '#contracts';
import type { MeetingMedia } from './meeting-media.js';
import type { Published } from './plan.js';
import { qualityOf } from './reception.js';
import type { Received } from './viewer.js';
import type { Watched } from './wanted.js';

type Figures = Output<SignallingRequests, 'media.figures'>;
type Measured = Output<MediaControlRequests, 'streams.measure'>;
type MeasuredProducer = Measured['producers'][number];
type MeasuredConsumer = Measured['consumers'][number];

/** From this score on a path is not what limits a stream. */
const GOOD_SCORE_MIN = 8;

/**
 * How somebody's streams do: to the server, and from there to one viewer. Each end is measured where it is.
 *
 * @throws {Refusal} `media-unavailable` when a host does not answer.
 */
export async function figuresOf(media: MeetingMedia, viewer: ParticipantId, owner: ParticipantId): Promise<Figures> {
  const published = media.publications.all().filter((one) => one.owner === owner);
  const received = owner === viewer ? [] : (media.find(viewer)?.viewer.receivedOf(owner) ?? []);
  const [up, down] = await Promise.all([measured(media, owner, { published }), measured(media, viewer, { received })]);
  const incoming = new Map(up.producers.map((one) => [one.producerId, one]));
  const arrived = new Map(down.consumers.map((one) => [one.consumerId, one]));
  return {
    sent: published.flatMap((one) => {
      const figures = incoming.get(one.producerId);
      if (figures === undefined) return [];
      const isPaused = media.live.rules.isSourcePaused(owner, one.source) === true;
      return sentFigures(one, figures, { isPaused, wanted: media.attention.wantedOf(one) });
    }),
    received: received.flatMap((one) => {
      const figures = arrived.get(one.consumerId);
      return figures === undefined ? [] : receivedFigures(one, figures, incoming.get(one.published.producerId));
    }),
    ...(down.receivableBps === undefined ? {} : { receivableBps: down.receivableBps }),
  };
}

interface Wanted {
  readonly published?: readonly Published[];
  readonly received?: readonly Received[];
}

const NOTHING: Measured = { producers: [], consumers: [] };

/** What came in over a session of before, or is being made anew, is not there to be measured. */
async function measured(media: MeetingMedia, whose: ParticipantId, wanted: Wanted): Promise<Measured> {
  const { published = [], received = [] } = wanted;
  const session = media.find(whose);
  if (session === undefined || published.length + received.length === 0) return NOTHING;
  return session.host.ask('streams.measure', {
    meetingId: media.live.meetingId,
    sessionId: session.sessionId,
    producerIds: published.map(({ producerId }) => producerId),
    consumerIds: received.map(({ consumerId }) => consumerId),
  });
}

function sentFigures(
  { source, layerCounts }: Published,
  { bitrateBps, lossRatio, roundTripMs, jitterMs, codec, score, arriving }: MeasuredProducer,
  { isPaused, wanted }: { readonly isPaused: boolean; readonly wanted: Watched },
): SentFigures {
  const limit = isPaused ? undefined : sentLimitOf({ score, arriving, wanted });
  return {
    source,
    bitrateBps,
    lossRatio,
    ...asRoundTrip(roundTripMs),
    jitterMs,
    score: qualityOf(score),
    codec,
    isPaused,
    layerCounts,
    arrivingCount: arriving.filter(Boolean).length,
    ...(limit === undefined ? {} : { limit }),
  };
}

function receivedFigures(
  { published, tuning }: Received,
  { bitrateBps, lossRatio, roundTripMs, score, producerScore, state, layers }: MeasuredConsumer,
  incoming: MeasuredProducer | undefined,
): ReceivedFigures {
  const limit = receivedLimitOf({
    isFlowing: state === 'flowing',
    score,
    producerScore,
    counts: published.layerCounts,
    layers,
    wanted: tuning.layers,
    arriving: incoming?.arriving,
  });
  return {
    source: published.source,
    bitrateBps,
    lossRatio,
    ...asRoundTrip(roundTripMs),
    score: qualityOf(Math.min(score, producerScore)),
    state,
    ...(layers === undefined ? {} : { layers }),
    ...(limit === undefined ? {} : { limit }),
  };
}

export interface Sending {
  readonly score: number;
  readonly arriving: readonly boolean[];
  readonly wanted: Watched;
}

/** What limits a stream before it reaches the server. Pure. */
export function sentLimitOf({ score, arriving, wanted }: Sending): QualityLimit | undefined {
  if (wanted === 'none') return undefined;
  if (score < GOOD_SCORE_MIN) return 'sender-path';
  return arriving.length > 1 && arriving[wanted] === false ? 'sender-sends-less' : undefined;
}

export interface Receiving {
  readonly isFlowing: boolean;
  readonly score: number;
  readonly producerScore: number;
  readonly counts: LayerCounts;
  readonly layers: LayersInUse | undefined;
  /** As tuned for this viewer; all of it when undefined. */
  readonly wanted: LayersInUse | undefined;
  /** Which sizes come in at the server; undefined while it is not known. */
  readonly arriving: readonly boolean[] | undefined;
}

/** What limits a stream that flows to a viewer. Of several reasons the one that takes most away. Pure. */
export function receivedLimitOf(given: Receiving): QualityLimit | undefined {
  const { isFlowing, score, producerScore, counts, layers, wanted, arriving } = given;
  if (!isFlowing) return undefined;
  if (Math.min(score, producerScore) < GOOD_SCORE_MIN) return producerScore <= score ? 'sender-path' : 'receiver-path';
  if (layers === undefined) return undefined;
  const top = counts.spatial - 1;
  const wantedTop = wanted?.spatial ?? top;
  if (layers.spatial < wantedTop) return arriving?.[wantedTop] === false ? 'sender-sends-less' : 'receiver-bandwidth';
  return wantedTop < top ? 'tile-size' : undefined;
}

function asRoundTrip(roundTripMs: number | undefined): Pick<SentFigures, 'roundTripMs'> {
  return roundTripMs === undefined ? {} : { roundTripMs: Math.min(PATH_MAX_MS, roundTripMs) };
}
