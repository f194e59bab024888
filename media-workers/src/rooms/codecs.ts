import { ortc, type types as mediasoup } from 'mediasoup';
import type { RtpCapabilities } from '#contracts';
import { capabilitiesOnWire } from './wire-shapes.js';

/**
 * What every router forwards. The order is the order of preference that browsers are shown: VP8 first, since all of
 * them encode it in simulcast.
 */
export const MEDIA_CODECS: readonly mediasoup.RouterRtpCodecCapability[] = [
  { kind: 'audio', mimeType: 'audio/opus', clockRate: 48_000, channels: 2, parameters: { useinbandfec: 1 } },
  { kind: 'video', mimeType: 'video/VP8', clockRate: 90_000 },
  { kind: 'video', mimeType: 'video/VP9', clockRate: 90_000, parameters: { 'profile-id': 0 } },
  {
    kind: 'video',
    mimeType: 'video/H264',
    clockRate: 90_000,
    // Constrained Baseline 3.1, which every browser that has H.264 both encodes and decodes. Source: RFC 6184 section 8.1.
    parameters: { 'packetization-mode': 1, 'profile-level-id': '42e01f', 'level-asymmetry-allowed': 1 },
  },
  { kind: 'video', mimeType: 'video/AV1', clockRate: 90_000 },
];

/** What every router can do, RTX included: a pure function of the codecs, so no router has to be asked. */
export function routerCapabilities(): RtpCapabilities {
  return capabilitiesOnWire(ortc.generateRouterRtpCapabilities(structuredClone([...MEDIA_CODECS])));
}
