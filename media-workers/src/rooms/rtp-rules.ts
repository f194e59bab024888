import { ortc } from 'mediasoup';
import { kindOf, Refusal, type MediaSource, type RtpCapabilities, type RtpParameters } from '#contracts';
import { MEDIA_CODECS } from './codecs.js';

/*
 * What the schemas of the wire cannot say about RTP parameters: how their parts refer to each other. A worker serves
 * many meetings and is a C++ process, so nothing reaches it that does not make sense as a whole.
 */

/** What the names of layers on the wire reach to (`L3T3`), and what our client sends. */
const SIMULCAST_MAX_COUNT = 3;

type Codec = RtpParameters['codecs'][number];
type Encoding = RtpParameters['encodings'][number];

const FORWARDED = new Set(
  MEDIA_CODECS.map(({ mimeType, clockRate, channels }) => codecKey(mimeType, clockRate, channels)),
);

/** @throws {Refusal} `invalid-input` naming the first thing that makes no sense for this source. */
export function checkRtp(source: MediaSource, { codecs, encodings, headerExtensions = [] }: RtpParameters): void {
  const kind = kindOf(source);
  require(codecs.every(({ mimeType }) => mimeType.startsWith(`${kind}/`)), `A ${source} is sent as ${kind}.`);
  checkCodecs(codecs);
  require(encodings.length <= (kind === 'audio' ? 1 : SIMULCAST_MAX_COUNT), 'There are too many encodings.');
  for (const encoding of encodings) checkEncoding(encoding, codecs);
  require(isDistinct(
    encodings.map(({ codecPayloadType }) => codecPayloadType ?? codecs[0]?.payloadType),
    1,
  ), 'All encodings must use one codec.');
  require(isDistinct(headerExtensions.map(({ id }) => id)), 'A header extension id is used twice.');
  require(isDistinct(headerExtensions.map(({ uri }) => uri)), 'A header extension is declared twice.');
  require(headerExtensions.every(({ encrypt }) => encrypt !== true), 'Encrypted header extensions are not supported.');
}

/** @throws {Refusal} `invalid-input` when the library cannot read them. */
export function checkCapabilities(capabilities: RtpCapabilities): void {
  try {
    ortc.validateAndNormalizeRtpCapabilities(structuredClone(capabilities));
  } catch (thrown) {
    throw new Refusal(
      'invalid-input',
      thrown instanceof Error ? `rtpCapabilities: ${thrown.message}` : 'rtpCapabilities are not valid.',
    );
  }
}

function checkCodecs(codecs: readonly Codec[]): void {
  const media = codecs.filter((codec) => !isRtx(codec));
  require(codecs[0] !== undefined && !isRtx(codecs[0]), 'The first codec must be a media codec.');
  for (const { mimeType, clockRate, channels } of media) {
    require(FORWARDED.has(codecKey(mimeType, clockRate, channels)), `The codec ${mimeType} is not supported here.`);
  }
  const targets = codecs.filter(isRtx).map(({ parameters }) => parameters?.['apt']);
  require(targets.every((apt) =>
    media.some(({ payloadType }) => payloadType === apt),
  ), 'A retransmission codec refers to no codec declared.');
  require(isDistinct(targets), 'Two retransmission codecs refer to one codec.');
}

function checkEncoding({ codecPayloadType, rtx }: Encoding, codecs: readonly Codec[]): void {
  const used = codecs.find(({ payloadType }) => payloadType === (codecPayloadType ?? codecs[0]?.payloadType));
  if (used === undefined || isRtx(used)) throw new Refusal('invalid-input', 'An encoding refers to no codec declared.');
  const hasRtx = codecs.some((codec) => isRtx(codec) && codec.parameters?.['apt'] === used.payloadType);
  require(rtx === undefined || hasRtx, 'An encoding is retransmitted with no codec for it.');
}

function isRtx({ mimeType }: Codec): boolean {
  return mimeType.toLowerCase().endsWith('/rtx');
}

function codecKey(mimeType: string, clockRate: number, channels: number | undefined): string {
  const isAudio = mimeType.toLowerCase().startsWith('audio/');
  return `${mimeType.toLowerCase()} ${clockRate} ${isAudio ? (channels ?? 1) : ''}`;
}

/** True when no value comes twice; with `kindCount`, when there are at most so many different ones. */
function isDistinct(all: readonly unknown[], kindCount = all.length): boolean {
  const differentCount = new Set(all).size;
  return kindCount === all.length ? differentCount === all.length : differentCount <= kindCount;
}

function require(holds: boolean, otherwise: string): void {
  if (!holds) throw new Refusal('invalid-input', otherwise);
}
