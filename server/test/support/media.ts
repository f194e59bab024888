import { randomUUID } from 'node:crypto';
import {
  ProducerId,
  type DtlsParameters,
  type Input,
  type MediaSource,
  type RtpCapabilities,
  type RtpParameters,
  type SignallingRequests,
} from '#contracts';

/* What a browser and a host say of themselves, for tests. */

export const CAPABILITIES: RtpCapabilities = {
  codecs: [
    { kind: 'audio', mimeType: 'audio/opus', preferredPayloadType: 100, clockRate: 48_000, channels: 2 },
    { kind: 'video', mimeType: 'video/VP8', preferredPayloadType: 101, clockRate: 90_000 },
  ],
  headerExtensions: [],
};

export const FINGERPRINT: DtlsParameters = {
  role: 'client',
  fingerprints: [{ algorithm: 'sha-256', value: Array.from({ length: 32 }, () => 'AB').join(':') }],
};

export const BROWSER = { rtpCapabilities: CAPABILITIES, dtlsParameters: FINGERPRINT };

let nextSsrc = 1_000;

export function publication(source: MediaSource, isPaused = false): Input<SignallingRequests, 'media.publish'> {
  return { producerId: ProducerId.parse(randomUUID()), source, rtpParameters: parametersOf(source), isPaused };
}

function parametersOf(source: MediaSource): RtpParameters {
  nextSsrc += 10;
  const isVideo = source === 'camera' || source === 'screen';
  const codec = isVideo
    ? { mimeType: 'video/VP8', payloadType: 96, clockRate: 90_000 }
    : { mimeType: 'audio/opus', payloadType: 111, clockRate: 48_000, channels: 2 };
  return { codecs: [codec], encodings: [{ ssrc: nextSsrc }], rtcp: { cname: 'tests' } };
}
