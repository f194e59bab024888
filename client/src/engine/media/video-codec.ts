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
 * @param layerable what the browser said it can send in one stream with all sizes, in small letters.
 */
export function chooseVideoCodec(codecs: readonly Codec[], layerable: ReadonlySet<string>): CodecChoice | undefined {
  const choices = codecs.flatMap((codec): CodecChoice[] => {
    const name = codec.mimeType.toLowerCase();
    if (SIMULCAST.has(name)) return [{ codec, layering: 'many-streams' }];
    return LAYERED.has(name) ? [{ codec, layering: layerable.has(name) ? 'one-stream' : 'none' }] : [];
  });
  return choices.find(({ layering }) => layering !== 'none') ?? choices[0];
}

/** Which codecs a browser has to be asked about: none where one is preferred that every browser sends in several sizes. */
export function askableCodecs(codecs: readonly Pick<Codec, 'mimeType'>[]): readonly string[] {
  const names = codecs
    .map(({ mimeType }) => mimeType.toLowerCase())
    .filter((name) => SIMULCAST.has(name) || LAYERED.has(name));
  const firstOfMany = names.findIndex((name) => SIMULCAST.has(name));
  return names.slice(0, firstOfMany === -1 ? names.length : firstOfMany);
}

/** Of these codecs those that this browser can send in one stream with all sizes. Never rejects. */
export async function layerableOf(names: readonly string[]): Promise<ReadonlySet<string>> {
  const answers = await Promise.all(names.map(async (name) => ((await canLayer(name)) ? [name] : [])));
  return new Set(answers.flat());
}

/** Source: W3C Media Capabilities section 2.1.6; the size is that of a camera's top layer. */
async function canLayer(contentType: string): Promise<boolean> {
  const video = { contentType, width: 1_280, height: 720, bitrate: 2_000_000, framerate: 30 };
  const scalabilityMode = svcMode(SIZES_MAX_COUNT);
  try {
    const wish = { type: 'webrtc', video: { ...video, scalabilityMode } } as const;
    return (await navigator.mediaCapabilities.encodingInfo(wish)).supported;
  } catch {
    return false; // Not every browser knows the question, and none that does not can do it.
  }
}
