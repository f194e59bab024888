import type { types as mediasoup } from 'mediasoup';
import type { DtlsParameters, IceCandidate, RtpCapabilities, RtpParameters, TransportOffer } from '#contracts';
import { TransportId } from '#contracts';

/*
 * mediasoup's shapes as the wire has them: no field that is undefined, no field that the contract does not name.
 * That what comes in needs no such mapping is proven in rtp.fit.ts.
 */

type CodecValues = Readonly<Record<string, string | number>>;

/** mediasoup types these loosely and checks at run time that they are texts or numbers. */
function values(parameters: Record<string, unknown> | undefined): { parameters?: CodecValues } {
  return parameters === undefined ? {} : { parameters: parameters as CodecValues };
}

function feedback(all: readonly mediasoup.RtcpFeedback[] | undefined) {
  return {
    rtcpFeedback: (all ?? []).map(({ type, parameter }) =>
      parameter === undefined || parameter === '' ? { type } : { type, parameter },
    ),
  };
}

export function capabilitiesOnWire(capabilities: mediasoup.RtpCapabilities): RtpCapabilities {
  return {
    codecs: (capabilities.codecs ?? []).map(
      ({ kind, mimeType, preferredPayloadType, clockRate, channels, parameters, rtcpFeedback }) => ({
        kind,
        mimeType,
        preferredPayloadType,
        clockRate,
        ...(channels === undefined ? {} : { channels }),
        ...values(parameters),
        ...feedback(rtcpFeedback),
      }),
    ),
    headerExtensions: (capabilities.headerExtensions ?? []).map(
      ({ kind, uri, preferredId, preferredEncrypt, direction }) => ({
        kind,
        uri,
        preferredId,
        ...(preferredEncrypt === undefined ? {} : { preferredEncrypt }),
        ...(direction === undefined ? {} : { direction }),
      }),
    ),
  };
}

export function rtpParametersOnWire(given: mediasoup.RtpParameters): RtpParameters {
  return {
    ...(given.mid === undefined ? {} : { mid: given.mid }),
    ...(given.msid === undefined || given.msid === '' ? {} : { msid: given.msid }),
    codecs: given.codecs.map(({ mimeType, payloadType, clockRate, channels, parameters, rtcpFeedback }) => ({
      mimeType,
      payloadType,
      clockRate,
      ...(channels === undefined ? {} : { channels }),
      ...values(parameters),
      ...feedback(rtcpFeedback),
    })),
    headerExtensions: (given.headerExtensions ?? []).map(({ uri, id }) => ({ uri, id })),
    encodings: (given.encodings ?? []).map(({ ssrc, rtx, dtx, scalabilityMode, maxBitrate }) => ({
      ...(ssrc === undefined ? {} : { ssrc }),
      ...(rtx === undefined ? {} : { rtx }),
      ...(dtx === undefined ? {} : { dtx }),
      ...(scalabilityMode === undefined ? {} : { scalabilityMode }),
      ...(maxBitrate === undefined ? {} : { maxBitrate }),
    })),
    rtcp: {
      ...(given.rtcp?.cname === undefined ? {} : { cname: given.rtcp.cname }),
      ...(given.rtcp?.reducedSize === undefined ? {} : { reducedSize: given.rtcp.reducedSize }),
    },
  };
}

export function offerOf(transport: mediasoup.WebRtcTransport): TransportOffer {
  return {
    transportId: TransportId.parse(transport.id),
    iceParameters: transport.iceParameters,
    iceCandidates: transport.iceCandidates.map(candidateOnWire),
    dtlsParameters: dtlsOnWire(transport.dtlsParameters),
  };
}

function candidateOnWire({
  foundation,
  priority,
  address,
  protocol,
  port,
  type,
  tcpType,
}: mediasoup.IceCandidate): IceCandidate {
  return { foundation, priority, address, protocol, port, type, ...(tcpType === undefined ? {} : { tcpType }) };
}

/** One fingerprint is enough, and every browser knows this one; the other four would make a join's answer longer by 1.5 kB. */
function dtlsOnWire({ role, fingerprints }: mediasoup.DtlsParameters): DtlsParameters {
  const known = fingerprints.filter(({ algorithm }) => algorithm === 'sha-256');
  return { role: role ?? 'auto', fingerprints: known.length > 0 ? known : fingerprints };
}

/** The worker compares fingerprints as text, in capitals; RFC 8122 section 5 asks for capitals but browsers need not. */
export function dtlsForWorker({ role, fingerprints }: DtlsParameters): mediasoup.DtlsParameters {
  return {
    role,
    fingerprints: fingerprints.map(({ algorithm, value }) => ({ algorithm, value: value.toUpperCase() })),
  };
}
