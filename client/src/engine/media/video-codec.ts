import type { types } from 'mediasoup-client';
import { svcMode } from './encodings.js';

type Codec = types.RtpCodecCapability;

/** A codec to send video in, and how it carries several sizes: as streams beside each other, in one stream, or not at all. */
export interface CodecChoice {
  readonly codec: Codec;
  readonly layering: 'many-streams' | 'one-stream' | 'none';
}

/** Browsers send several sizes of these as streams of their own (simulcast). */
const SIMULCAST = new Set(['video/vp8', 'video/h264']);
/** Of these they send one stream that holds them all (SVC), if they can. */
const LAYERED = new Set(['video/vp9', 'video/av1']);
const SIZES_MAX_COUNT = 3;

/**
 * The first codec, in the order of the media hosts, in which this browser can send several sizes of a video; where there is none
 * the first of all. A browser that has VP9 or AV1 in one size only is better off with another: who needs a small picture would
 * have to be sent the large one. Pure.
 *
 * @param modesOf the scalability modes that the browser says it can encode in.
 */
export function chooseVideoCodec(
  codecs: readonly Codec[],
  modesOf: (mimeType: string) => readonly string[],
): CodecChoice | undefined {
  const choices = codecs.flatMap((codec): CodecChoice[] => {
    const name = codec.mimeType.toLowerCase();
    if (SIMULCAST.has(name)) return [{ codec, layering: 'many-streams' }];
    return LAYERED.has(name) ? [{ codec, layering: canLayer(codec, modesOf) ? 'one-stream' : 'none' }] : [];
  });
  return choices.find(({ layering }) => layering !== 'none') ?? choices[0];
}

function canLayer({ mimeType }: Codec, modesOf: (mimeType: string) => readonly string[]): boolean {
  return modesOf(mimeType).includes(svcMode(SIZES_MAX_COUNT));
}

/** Source: W3C Scalable Video Coding section 5.2. Browsers without it name no modes. */
export function browserScalabilityModes(mimeType: string): readonly string[] {
  const codecs = RTCRtpSender.getCapabilities('video')?.codecs ?? [];
  return codecs
    .filter((codec) => codec.mimeType.toLowerCase() === mimeType.toLowerCase())
    .flatMap((codec) => (codec as { readonly scalabilityModes?: readonly string[] }).scalabilityModes ?? []);
}
