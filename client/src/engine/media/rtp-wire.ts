import { RtpCapabilities, RtpParameters, type ConsumerOffer, type TransportOffer } from '#contracts';
import type { types } from 'mediasoup-client';

/*
 * Between the library's shapes and the contract's. The library adds fields that concern only this browser (`active`,
 * `scaleResolutionDownBy`, priorities); the contract refuses what it does not know, so only what travels is picked.
 */

/** @throws {z.ZodError} for what no router would have agreed to. */
export function toWireCapabilities(own: types.RtpCapabilities): RtpCapabilities {
  return RtpCapabilities.parse({
    codecs: (own.codecs ?? []).map((codec) => ({
      ...picked(codec, ['kind', 'mimeType', 'preferredPayloadType', 'clockRate', 'channels', 'parameters']),
      rtcpFeedback: feedbackOf(codec.rtcpFeedback),
    })),
    headerExtensions: (own.headerExtensions ?? []).map((extension) =>
      picked(extension, ['kind', 'uri', 'preferredId', 'preferredEncrypt', 'direction']),
    ),
  });
}

/** @throws {z.ZodError} for what the contract does not allow. */
export function toWireParameters(own: types.RtpParameters): RtpParameters {
  return RtpParameters.parse({
    ...picked(own, ['mid', 'msid']),
    codecs: own.codecs.map((codec) => ({
      ...picked(codec, ['mimeType', 'payloadType', 'clockRate', 'channels', 'parameters']),
      rtcpFeedback: feedbackOf(codec.rtcpFeedback),
    })),
    headerExtensions: (own.headerExtensions ?? []).map((extension) =>
      picked(extension, ['uri', 'id', 'encrypt', 'parameters']),
    ),
    encodings: (own.encodings ?? []).map((encoding) =>
      picked(encoding, ['ssrc', 'rid', 'codecPayloadType', 'rtx', 'dtx', 'scalabilityMode', 'maxBitrate']),
    ),
    rtcp: picked(own.rtcp ?? {}, ['cname', 'reducedSize']),
  });
}

export function toTransportOptions(offer: TransportOffer): types.TransportOptions {
  return {
    id: offer.transportId,
    iceParameters: offer.iceParameters,
    // The library still asks for the field's old name as well.
    iceCandidates: offer.iceCandidates.map((candidate) => ({ ...candidate, ip: candidate.address })),
    dtlsParameters: offer.dtlsParameters,
  };
}

export function toConsumerOptions(offer: ConsumerOffer, kind: types.MediaKind): types.ConsumerOptions {
  return {
    id: offer.consumerId,
    producerId: offer.producerId,
    kind,
    // The schema is narrower than the library's type but for header extensions that this library's types do not list yet.
    rtpParameters: offer.rtpParameters as unknown as types.RtpParameters,
    // Microphone and camera of a person are one stream, so that the browser keeps lips and voice together; a share is another.
    streamId: `${offer.participantId}-${offer.source === 'microphone' || offer.source === 'camera' ? 'person' : 'share'}`,
  };
}

function feedbackOf(feedback: readonly types.RtcpFeedback[] = []) {
  return feedback.map((one) => picked(one, ['type', 'parameter']));
}

function picked<T extends object, K extends keyof T>(from: T, keys: readonly K[]): Partial<Pick<T, K>> {
  const result: Partial<Pick<T, K>> = {};
  for (const key of keys) if (from[key] !== undefined) result[key] = from[key];
  return result;
}
