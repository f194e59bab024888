import { randomInt } from 'node:crypto';
import type { RtpCapabilities, RtpParameters } from '#contracts';
import type { Feedback } from './downlink.js';
import type { LayerProfile } from './video-source.js';

/*
 * What a synthetic participant can receive, and what it says of what it sends: VP8 and Opus, as the host wants them.
 */

type ExtensionUri = RtpCapabilities['headerExtensions'][number]['uri'];
type Codec = RtpCapabilities['codecs'][number];

export const URI = {
  mid: 'urn:ietf:params:rtp-hdrext:sdes:mid',
  rid: 'urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id',
  level: 'urn:ietf:params:rtp-hdrext:ssrc-audio-level',
  transportSequence: 'http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01',
} as const satisfies Record<string, ExtensionUri>;

/** Which feedback a receiver must leave unsaid, so that the host does not wait for it. */
const UNSAID: Readonly<Record<Feedback, readonly string[]>> = {
  'transport-cc': [],
  remb: ['transport-cc'],
  none: ['transport-cc', 'goog-remb'],
};

/**
 * The extensions belong to the feedback: mediasoup chooses by them first, and strikes out the feedback that does not fit.
 */
const UNUSED: Readonly<Record<Feedback, readonly string[]>> = {
  'transport-cc': [],
  remb: [URI.transportSequence],
  none: [URI.transportSequence, 'http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time'],
};

/** What we receive: of all the host can send, VP8, Opus, and what belongs to them. */
export function receiveCapabilities(router: RtpCapabilities, feedback: Feedback): RtpCapabilities {
  const media = router.codecs.filter(({ mimeType }) => /^(video\/VP8|audio\/opus)$/i.test(mimeType));
  const repeats = router.codecs.filter((codec) => isRepeatOf(codec, media));
  const codecs = [...media, ...repeats].map((codec) => ({
    ...codec,
    rtcpFeedback: (codec.rtcpFeedback ?? []).filter(({ type }) => !UNSAID[feedback].includes(type)),
  }));
  return { codecs, headerExtensions: router.headerExtensions.filter(({ uri }) => !UNUSED[feedback].includes(uri)) };
}

/** The id that the host gives an extension for one kind of stream; undefined when it does not have it. */
export function extensionId(router: RtpCapabilities, uri: ExtensionUri, kind: 'audio' | 'video'): number | undefined {
  return router.headerExtensions.find((one) => one.uri === uri && one.kind === kind)?.preferredId;
}

/** A camera in these layers. @throws {Error} when the host does not forward VP8. */
export function cameraParameters(router: RtpCapabilities, layers: readonly LayerProfile[]): RtpParameters {
  const codec = codecOf(router, 'video/VP8');
  const repeat = router.codecs.find((one) => isRepeatOf(one, [codec]));
  return {
    mid: '1',
    codecs: [inUse(codec), ...(repeat === undefined ? [] : [inUse(repeat)])],
    headerExtensions: extensionsInUse(router, [URI.mid, URI.rid, URI.transportSequence], 'video'),
    encodings: layers.map(({ rid, bitrateBps }) => ({
      ...(layers.length > 1 ? { rid } : {}),
      ssrc: newSsrc(),
      ...(repeat === undefined ? {} : { rtx: { ssrc: newSsrc() } }),
      // One encoding with temporal layers is taken for SVC by mediasoup, which forwards no VP8 then.
      ...(layers.length > 1 ? { scalabilityMode: 'L1T3' } : {}),
      maxBitrate: bitrateBps,
    })),
    rtcp: { cname: 'load', reducedSize: true },
  };
}

/** A microphone. @throws {Error} when the host does not forward Opus. */
export function microphoneParameters(router: RtpCapabilities): RtpParameters {
  return {
    mid: '0',
    codecs: [inUse(codecOf(router, 'audio/opus'))],
    headerExtensions: extensionsInUse(router, [URI.mid, URI.level, URI.transportSequence], 'audio'),
    encodings: [{ ssrc: newSsrc(), dtx: true }],
    rtcp: { cname: 'load', reducedSize: true },
  };
}

function codecOf(router: RtpCapabilities, mimeType: string): Codec {
  const codec = router.codecs.find((one) => one.mimeType.toLowerCase() === mimeType.toLowerCase());
  if (codec === undefined) throw new Error(`The media host does not forward ${mimeType}.`);
  return codec;
}

function isRepeatOf({ mimeType, parameters }: Codec, media: readonly Codec[]): boolean {
  return (
    mimeType.endsWith('/rtx') && media.some(({ preferredPayloadType }) => parameters?.['apt'] === preferredPayloadType)
  );
}

function inUse({ mimeType, preferredPayloadType, clockRate, channels, parameters, rtcpFeedback }: Codec) {
  return {
    mimeType,
    payloadType: preferredPayloadType,
    clockRate,
    ...(channels === undefined ? {} : { channels }),
    ...(parameters === undefined ? {} : { parameters }),
    ...(rtcpFeedback === undefined ? {} : { rtcpFeedback }),
  };
}

function extensionsInUse(router: RtpCapabilities, uris: readonly ExtensionUri[], kind: 'audio' | 'video') {
  return uris.flatMap((uri) => {
    const id = extensionId(router, uri, kind);
    return id === undefined ? [] : [{ uri, id }];
  });
}

function newSsrc(): number {
  return randomInt(1, 2 ** 32);
}
