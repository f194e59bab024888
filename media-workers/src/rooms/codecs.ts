import { ortc, type types as mediasoup } from 'mediasoup';
import type { VideoCodec } from '#config';
import type { RtpCapabilities } from '#contracts';
import { capabilitiesOnWire } from './wire-shapes.js';

type Codec = mediasoup.RouterRtpCodecCapability;

const OPUS: Codec = {
  kind: 'audio',
  mimeType: 'audio/opus',
  clockRate: 48_000,
  channels: 2,
  parameters: { useinbandfec: 1 },
};

const VIDEO: Readonly<Record<VideoCodec, Codec>> = {
  vp8: { kind: 'video', mimeType: 'video/VP8', clockRate: 90_000 },
  h264: {
    kind: 'video',
    mimeType: 'video/H264',
    clockRate: 90_000,
    // Constrained Baseline 3.1, which every browser that has H.264 both encodes and decodes. Source: RFC 6184 section 8.1.
    parameters: { 'packetization-mode': 1, 'profile-level-id': '42e01f', 'level-asymmetry-allowed': 1 },
  },
  vp9: { kind: 'video', mimeType: 'video/VP9', clockRate: 90_000, parameters: { 'profile-id': 0 } },
  av1: { kind: 'video', mimeType: 'video/AV1', clockRate: 90_000 },
};

/**
 * What every router forwards. The order is the order of preference that browsers are shown: each publishes in the first that it
 * can send in several sizes.
 */
export function mediaCodecs(videoCodecs: readonly VideoCodec[]): readonly Codec[] {
  return [OPUS, ...videoCodecs.map((name) => VIDEO[name])];
}

/** VP8 first, since all browsers encode it in simulcast. */
export const MEDIA_CODECS = mediaCodecs(['vp8', 'h264', 'vp9', 'av1']);

/** What every router can do, RTX included: a pure function of the codecs, so no router has to be asked. */
export function routerCapabilities(codecs: readonly Codec[] = MEDIA_CODECS): RtpCapabilities {
  return capabilitiesOnWire(ortc.generateRouterRtpCapabilities(structuredClone([...codecs])));
}
