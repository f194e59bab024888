import type { types as mediasoup } from 'mediasoup';
import {
  BITRATE_MAX_BPS,
  layerCountsOf,
  PATH_MAX_MS,
  type ConsumerId,
  type Input,
  type MediaControlRequests,
  type Output,
  type ProducerId,
} from '#contracts';
import type { Session } from './session.js';
import type { Published } from './stage.js';

type Wish = Pick<Input<MediaControlRequests, 'streams.measure'>, 'producerIds' | 'consumerIds'>;
type Measured = Output<MediaControlRequests, 'streams.measure'>;
type ProducerFigures = Measured['producers'][number];

const SCORE_MAX = 10;

/** How some streams of a session do now, asked of the worker. What ended while we asked is left out. */
export async function measure(session: Session, { producerIds, consumerIds }: Wish): Promise<Measured> {
  const [producers, consumers, receivableBps] = await Promise.all([
    Promise.all(producerIds.map((producerId) => ofProducer(session, producerId))),
    Promise.all(consumerIds.map((consumerId) => ofConsumer(session, consumerId))),
    consumerIds.length === 0 ? undefined : session.receivableBps(),
  ]);
  return {
    producers: producers.filter((one) => one !== undefined),
    consumers: consumers.filter((one) => one !== undefined),
    ...(receivableBps === undefined ? {} : { receivableBps: bitrate(receivableBps) }),
  };
}

async function ofProducer(session: Session, producerId: ProducerId): Promise<ProducerFigures | undefined> {
  const published = session.publications.find(producerId);
  const stats = await unlessOver(published?.producer);
  if (published === undefined || stats === undefined) return undefined;
  const { producer } = published;
  const clockRateHz = producer.rtpParameters.codecs[0]?.clockRate ?? 1;
  const jitterMs = Math.max(0, ...stats.map((one) => (one.jitter / clockRateHz) * 1_000));
  return {
    producerId,
    ...pathOf(stats),
    // An upper layer that nobody watches is not sent at all, and says nothing of the path.
    score: Math.max(0, ...stats.map((one) => one.score)),
    jitterMs: Math.min(PATH_MAX_MS, jitterMs),
    codec: stats[0]?.mimeType ?? '',
    arriving: arrivingOf(published, stats),
  };
}

async function ofConsumer(
  session: Session,
  consumerId: ConsumerId,
): Promise<Measured['consumers'][number] | undefined> {
  const forwarding = session.subscriptions.find(consumerId);
  const stats = await unlessOver(forwarding?.consumer);
  if (forwarding === undefined || stats === undefined) return undefined;
  const sent = stats.filter(({ type }) => type === 'outbound-rtp');
  const { score } = forwarding.consumer.score;
  const { state, layers } = forwarding;
  return {
    consumerId,
    ...pathOf(sent),
    score: clampScore(score),
    producerScore: clampScore(forwarding.producerScore),
    state,
    ...(layers === undefined ? {} : { layers }),
  };
}

interface Measurable<S> {
  readonly closed: boolean;
  getStats(): Promise<S[]>;
}

async function unlessOver<S>(one: Measurable<S> | undefined): Promise<S[] | undefined> {
  if (one === undefined) return undefined;
  try {
    return await one.getStats();
  } catch (thrown) {
    if (one.closed) return undefined;
    throw thrown;
  }
}

type Path = Pick<mediasoup.ProducerStat, 'bitrate' | 'fractionLost' | 'roundTripTime'>;

/** All sizes of a video go the same way: their bits add up, and what the worst of them meets with counts. */
function pathOf(streams: readonly Path[]) {
  const roundTrips = streams.flatMap(({ roundTripTime = 0 }) => (roundTripTime > 0 ? [roundTripTime] : []));
  return {
    bitrateBps: bitrate(streams.reduce((sum, one) => sum + one.bitrate, 0)),
    // In 1/256. Source: RFC 3550 section 6.4.1.
    lossRatio: Math.max(0, ...streams.map(({ fractionLost }) => Math.min(1, fractionLost / 256))),
    ...(roundTrips.length === 0 ? {} : { roundTripMs: Math.min(PATH_MAX_MS, Math.max(...roundTrips)) }),
  };
}

function arrivingOf({ producer }: Published, stats: readonly mediasoup.ProducerStat[]): boolean[] {
  const { encodings = [] } = producer.rtpParameters;
  const spatialCount = layerCountsOf({ encodings }).spatial;
  if (encodings.length > 1 || spatialCount === 1) {
    return encodings.map(({ rid, ssrc }) =>
      stats.some((one) => one.bitrate > 0 && (rid === undefined ? one.ssrc === ssrc : one.rid === rid)),
    );
  }
  const byLayer = stats.flatMap(({ bitrateByLayer }) => Object.entries(bitrateByLayer));
  return Array.from({ length: spatialCount }, (_, spatial) =>
    byLayer.some(([layer, bitsPerSecond]) => layer.startsWith(`${spatial}.`) && bitsPerSecond > 0),
  );
}

function bitrate(bitsPerSecond: number): number {
  return Math.max(0, Math.min(BITRATE_MAX_BPS, Math.round(bitsPerSecond)));
}

function clampScore(score: number): number {
  return Math.max(0, Math.min(SCORE_MAX, score));
}
