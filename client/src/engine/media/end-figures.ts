import type { EndFigures } from './rtc.js';

/** Source: W3C WebRTC statistics, `RTCInboundRtpStreamStats` and `RTCOutboundRtpStreamStats`. Browsers leave out what they like. */
interface StreamStats {
  readonly type?: string;
  /** In seconds. */
  readonly jitter?: number;
  readonly framesPerSecond?: number;
  readonly frameWidth?: number;
  readonly frameHeight?: number;
  readonly qualityLimitationReason?: string;
  readonly active?: boolean;
}

/** What the statistics of a receiver say. Pure. */
export function receivingFigures(reports: Iterable<StreamStats>): EndFigures {
  const stream = [...reports].find(({ type }) => type === 'inbound-rtp');
  return {
    jitterMs: stream?.jitter === undefined ? undefined : stream.jitter * 1_000,
    framesPerSecond: stream?.framesPerSecond,
    widthPx: stream?.frameWidth,
    heightPx: stream?.frameHeight,
    limitedBy: undefined,
  };
}

/** What the statistics of a sender say: of the largest picture that goes out. Its jitter only the server can measure. Pure. */
export function sendingFigures(reports: Iterable<StreamStats>): EndFigures {
  const streams = [...reports].filter(({ type, active }) => type === 'outbound-rtp' && active !== false);
  const [largest] = streams.toSorted((a, b) => (b.frameWidth ?? 0) - (a.frameWidth ?? 0));
  const reasons = streams.map(({ qualityLimitationReason }) => qualityLimitationReason);
  return {
    jitterMs: undefined,
    framesPerSecond: largest?.framesPerSecond,
    widthPx: largest?.frameWidth,
    heightPx: largest?.frameHeight,
    limitedBy: reasons.includes('cpu') ? 'cpu' : reasons.includes('bandwidth') ? 'bandwidth' : undefined,
  };
}
