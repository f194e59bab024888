import type { ParticipantFigures } from './participant.js';
import type { PartCpu } from './processes.js';
import { isDefined, spreadOf, total, type Spread } from './statistics.js';

/** What one run found. Times in ms. */
export interface LoadFigures {
  readonly joinedCount: number;
  readonly failedCount: number;
  /** Different reasons, with how often each. */
  readonly failures: readonly { readonly reason: string; readonly count: number }[];
  readonly answered: Spread | undefined;
  readonly connected: Spread | undefined;
  /** Per stream, since it could be awaited. */
  readonly firstPacket: Spread | undefined;
  /** Per video stream, since it could be awaited. */
  readonly firstKeyFrame: Spread | undefined;
  /** Per participant, from asking to join to the first picture of anybody. */
  readonly firstPicture: Spread | undefined;
  /** Streams on offer that brought nothing. A silent microphone is none of them: it sends now and then. */
  readonly emptyStreamCount: number;
  readonly emptyVideoCount: number;
  readonly replacedCount: number;
  readonly sent: Traffic;
  readonly received: Traffic;
  readonly lostCount: number;
  readonly lostRatio: number;
  readonly forgedPacketCount: number;
  readonly nackedCount: number;
  /** Key frames asked of a publisher, per second and layer. */
  readonly keyFrameRequests: KeyFrameRequests;
  readonly cpu: CpuFigures;
}

export interface Traffic {
  readonly packetCount: number;
  readonly byteCount: number;
}

export interface KeyFrameRequests {
  readonly count: number;
  readonly perPublisher: Spread | undefined;
  readonly perSecondAndLayer: Spread | undefined;
}

export interface CpuFigures {
  /** From before the first join to the end. */
  readonly whole: readonly PartCpu[];
  /** From the last join to the end. */
  readonly steady: readonly PartCpu[];
  readonly steadyMs: number;
  /** Packets that reached participants in the steady part. */
  readonly steadyPacketCount: number;
  /** This process, in the steady part. */
  readonly generatorSteadyMs: number;
}

export function summarise(all: readonly ParticipantFigures[], cpu: CpuFigures, lastedMs: number): LoadFigures {
  const incoming = all.flatMap((one) => one.incoming);
  const received = trafficOf(incoming);
  const lostCount = total(incoming.map((one) => one.lostCount));
  const failed = all.filter(({ failure }) => failure !== undefined);
  return {
    joinedCount: all.filter(({ connectedMs, failure }) => connectedMs !== undefined && failure === undefined).length,
    failedCount: failed.length,
    failures: countedReasons(failed),
    answered: spreadOf(all.map(({ answeredMs }) => answeredMs).filter(isDefined)),
    connected: spreadOf(all.map(({ connectedMs }) => connectedMs).filter(isDefined)),
    firstPacket: spreadOf(incoming.map(({ firstPacketMs }) => firstPacketMs).filter(isDefined)),
    firstKeyFrame: spreadOf(incoming.map(({ firstKeyFrameMs }) => firstKeyFrameMs).filter(isDefined)),
    firstPicture: spreadOf(all.map(({ firstKeyFrameMs }) => firstKeyFrameMs).filter(isDefined)),
    emptyStreamCount: incoming.filter(({ packetCount }) => packetCount === 0).length,
    emptyVideoCount: incoming.filter(({ kind, packetCount }) => kind === 'video' && packetCount === 0).length,
    replacedCount: total(all.map(({ replacedCount }) => replacedCount)),
    sent: {
      packetCount: total(all.map(({ media }) => media.sentPacketCount)),
      byteCount: total(all.map(({ media }) => media.sentBytes)),
    },
    received,
    lostCount,
    lostRatio: lostCount === 0 ? 0 : lostCount / (lostCount + received.packetCount),
    forgedPacketCount: total(all.map(({ media }) => media.forgedPacketCount)),
    nackedCount: total(all.map(({ media }) => media.nackedCount)),
    keyFrameRequests: keyFrameRequestsOf(all, lastedMs),
    cpu,
  };
}

/** Undefined when nothing was forwarded or measured. */
export function cpuMsPerThousandPackets(cpuMs: number, packetCount: number): number | undefined {
  return packetCount === 0 || cpuMs === 0 ? undefined : (cpuMs / packetCount) * 1_000;
}

function trafficOf(incoming: ParticipantFigures['incoming']): Traffic {
  return {
    packetCount: total(incoming.map(({ packetCount }) => packetCount)),
    byteCount: total(incoming.map(({ byteCount }) => byteCount)),
  };
}

function keyFrameRequestsOf(all: readonly ParticipantFigures[], lastedMs: number): KeyFrameRequests {
  const publishers = all.map(({ media }) => media.layers).filter(({ length }) => length > 0);
  const perPublisher = publishers.map((layers) => total(layers.map(({ requestedCount }) => requestedCount)));
  const perLayer = publishers.flat().map(({ requestedCount }) => requestedCount / (lastedMs / 1_000));
  return { count: total(perPublisher), perPublisher: spreadOf(perPublisher), perSecondAndLayer: spreadOf(perLayer) };
}

function countedReasons(failed: readonly ParticipantFigures[]) {
  const counts = new Map<string, number>();
  for (const { failure = '' } of failed) counts.set(failure, (counts.get(failure) ?? 0) + 1);
  return [...counts].map(([reason, count]) => ({ reason, count }));
}
