import { z } from 'zod';

/*
 * The parts of WebRTC's object model (W3C ORTC draft, as mediasoup speaks it) that cross our wires. Each field is bounded,
 * because a worker is a C++ process that dies of what it did not expect (see RFC 8829 for what browsers really send).
 */

const MAX_CODECS = 32;
const MAX_EXTENSIONS = 32;
const MAX_FEEDBACKS = 16;
/** Three simulcast layers are what we use; a fourth leaves room for a browser that adds one. */
const MAX_ENCODINGS = 4;
const SSRC = z.int().min(1).max(0xff_ff_ff_ff);
/** Dynamic and static payload types. Source: RFC 3551 section 6, RFC 5761 section 4. */
const PayloadType = z.int().min(0).max(127);
/** One-byte header extension ids reach 14, two-byte ones 255. Source: RFC 8285. */
const ExtensionId = z.int().min(1).max(255);
const Token = z.string().min(1).max(64);

export const MediaKind = z.enum(['audio', 'video']);
export type MediaKind = z.output<typeof MediaKind>;

const MimeType = z.string().regex(/^(audio|video)\/[A-Za-z0-9.+-]{1,40}$/);

const CodecParameters = z
  .record(z.string().min(1).max(64), z.union([z.string().max(128), z.number()]))
  .refine((all) => Object.keys(all).length <= 32, 'has too many parameters');

const RtcpFeedback = z.strictObject({ type: Token, parameter: z.string().max(64).exactOptional() });

export const ExtensionUri = z.enum([
  'urn:ietf:params:rtp-hdrext:sdes:mid',
  'urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id',
  'urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id',
  'http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time',
  'http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01',
  'urn:ietf:params:rtp-hdrext:ssrc-audio-level',
  'https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension',
  'urn:3gpp:video-orientation',
  'http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time',
  'urn:ietf:params:rtp-hdrext:toffset',
  'http://www.webrtc.org/experiments/rtp-hdrext/playout-delay',
  'urn:mediasoup:params:rtp-hdrext:packet-id',
]);

const CodecCapability = z.strictObject({
  kind: MediaKind,
  mimeType: MimeType,
  preferredPayloadType: PayloadType,
  clockRate: z.int().min(1).max(1_000_000),
  channels: z.int().min(1).max(8).exactOptional(),
  parameters: CodecParameters.exactOptional(),
  rtcpFeedback: z.array(RtcpFeedback).max(MAX_FEEDBACKS).exactOptional(),
});

const HeaderExtension = z.strictObject({
  kind: MediaKind,
  uri: ExtensionUri,
  preferredId: ExtensionId,
  preferredEncrypt: z.boolean().exactOptional(),
  direction: z.enum(['sendrecv', 'sendonly', 'recvonly', 'inactive']).exactOptional(),
});

/** What one end can receive, or what a router can forward. */
export const RtpCapabilities = z.strictObject({
  codecs: z.array(CodecCapability).min(1).max(MAX_CODECS),
  headerExtensions: z.array(HeaderExtension).max(MAX_EXTENSIONS),
});
export type RtpCapabilities = z.output<typeof RtpCapabilities>;

const Encoding = z.strictObject({
  ssrc: SSRC.exactOptional(),
  /** Source: RFC 8852 section 3.1 (letters and digits only). */
  rid: z
    .string()
    .regex(/^[A-Za-z0-9]{1,16}$/)
    .exactOptional(),
  codecPayloadType: PayloadType.exactOptional(),
  rtx: z.strictObject({ ssrc: SSRC }).exactOptional(),
  dtx: z.boolean().exactOptional(),
  scalabilityMode: z
    .string()
    .regex(/^[LS][1-3]T[1-3](_KEY)?(_SHIFT)?h?$/)
    .exactOptional(),
  /** Bits per second. The name is the library's. */
  maxBitrate: z.int().min(1).max(50_000_000).exactOptional(),
});

const CodecInUse = z.strictObject({
  mimeType: MimeType,
  payloadType: PayloadType,
  clockRate: z.int().min(1).max(1_000_000),
  channels: z.int().min(1).max(8).exactOptional(),
  parameters: CodecParameters.exactOptional(),
  rtcpFeedback: z.array(RtcpFeedback).max(MAX_FEEDBACKS).exactOptional(),
});

const ExtensionInUse = z.strictObject({
  uri: ExtensionUri,
  id: ExtensionId,
  encrypt: z.boolean().exactOptional(),
  parameters: CodecParameters.exactOptional(),
});

/** How one stream is sent. */
export const RtpParameters = z
  .strictObject({
    /** Source: RFC 9143 section 15 (a token; browsers use small numbers). */
    mid: z.string().min(1).max(32).exactOptional(),
    codecs: z.array(CodecInUse).min(1).max(8),
    headerExtensions: z.array(ExtensionInUse).max(MAX_EXTENSIONS).exactOptional(),
    encodings: z.array(Encoding).min(1).max(MAX_ENCODINGS),
    rtcp: z
      .strictObject({ cname: z.string().max(128).exactOptional(), reducedSize: z.boolean().exactOptional() })
      .exactOptional(),
    msid: z.string().max(256).exactOptional(),
  })
  .refine((all) => isDistinct(all.encodings.flatMap(({ ssrc, rtx }) => [ssrc, rtx?.ssrc])), 'has an SSRC twice')
  .refine((all) => isDistinct(all.encodings.map(({ rid }) => rid)), 'has a rid twice')
  .refine((all) => isDistinct(all.codecs.map(({ payloadType }) => payloadType)), 'has a payload type twice');
export type RtpParameters = z.output<typeof RtpParameters>;

function isDistinct(all: readonly (string | number | undefined)[]): boolean {
  const given = all.filter((one) => one !== undefined);
  return new Set(given).size === given.length;
}

/** Hex pairs joined by colons. Source: RFC 8122 section 5. */
const FINGERPRINT_LENGTH_BYTES = { 'sha-1': 20, 'sha-224': 28, 'sha-256': 32, 'sha-384': 48, 'sha-512': 64 } as const;

const Fingerprint = z
  .strictObject({
    algorithm: z.enum(['sha-1', 'sha-224', 'sha-256', 'sha-384', 'sha-512']),
    value: z
      .string()
      .max(191)
      .regex(/^[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2})*$/),
  })
  .refine(
    ({ algorithm, value }) => value.length === FINGERPRINT_LENGTH_BYTES[algorithm] * 3 - 1,
    'is not as long as its algorithm makes it',
  );

/** At least one fingerprint: an empty list once killed a worker (mediasoup issue 537). */
export const DtlsParameters = z.strictObject({
  role: z.enum(['auto', 'client', 'server']),
  fingerprints: z.array(Fingerprint).min(1).max(8),
});
export type DtlsParameters = z.output<typeof DtlsParameters>;

/** Source: RFC 8839 section 5.4 for the lengths. */
export const IceParameters = z.strictObject({
  usernameFragment: z.string().min(4).max(256),
  password: z.string().min(22).max(256),
  iceLite: z.boolean().exactOptional(),
});
export type IceParameters = z.output<typeof IceParameters>;

export const IceCandidate = z.strictObject({
  foundation: z.string().max(64),
  priority: z.int().min(0).max(0xff_ff_ff_ff),
  address: z.string().max(255),
  protocol: z.enum(['udp', 'tcp']),
  port: z.int().min(1).max(65_535),
  type: z.literal('host'),
  tcpType: z.literal('passive').exactOptional(),
});
export type IceCandidate = z.output<typeof IceCandidate>;

export const IceServer = z.strictObject({
  urls: z.array(z.string().max(512)).min(1).max(8),
  username: z.string().max(512).exactOptional(),
  credential: z.string().max(512).exactOptional(),
});
export type IceServer = z.output<typeof IceServer>;
