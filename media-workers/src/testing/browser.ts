import type { DtlsParameters, Input, MediaControlRequests, RtpParameters } from '#contracts';
import { routerCapabilities } from '../rooms/codecs.js';
import { newId } from './ids.js';

/* What a browser says of itself, for tests. */

export const FINGERPRINT: DtlsParameters = {
  role: 'client',
  fingerprints: [{ algorithm: 'sha-256', value: Array.from({ length: 32 }, () => 'ab').join(':') }],
};

let nextSsrc = 1_000;

export function opus(ssrc = (nextSsrc += 10)): RtpParameters {
  return {
    codecs: [
      {
        mimeType: 'audio/opus',
        payloadType: 111,
        clockRate: 48_000,
        channels: 2,
        parameters: { useinbandfec: 1, minptime: 10 },
      },
    ],
    headerExtensions: [{ uri: 'urn:ietf:params:rtp-hdrext:ssrc-audio-level', id: 10 }],
    encodings: [{ ssrc }],
    rtcp: { cname: 'tests' },
  };
}

export function vp8(ssrc = (nextSsrc += 10)): RtpParameters {
  return {
    codecs: [
      {
        mimeType: 'video/VP8',
        payloadType: 96,
        clockRate: 90_000,
        rtcpFeedback: [{ type: 'nack' }, { type: 'nack', parameter: 'pli' }, { type: 'ccm', parameter: 'fir' }],
      },
      { mimeType: 'video/rtx', payloadType: 97, clockRate: 90_000, parameters: { apt: 96 } },
    ],
    headerExtensions: [{ uri: 'urn:ietf:params:rtp-hdrext:sdes:mid', id: 1 }],
    encodings: [{ ssrc, rtx: { ssrc: ssrc + 1 } }],
    rtcp: { cname: 'tests' },
  };
}

/** A camera in so many simulcast layers. */
export function simulcast(layerCount = 3): RtpParameters {
  const one = vp8();
  const encodings = Array.from({ length: layerCount }, () => ({ ssrc: (nextSsrc += 10), scalabilityMode: 'L1T3' }));
  return { ...one, codecs: one.codecs.slice(0, 1), encodings };
}

type SessionWish = Input<MediaControlRequests, 'session.open'>;
type PublishWish = Input<MediaControlRequests, 'producer.open'>;

export function sessionWish(given: Partial<SessionWish> = {}): SessionWish {
  return {
    meetingId: newId.meeting(),
    sessionId: newId.session(),
    participantId: newId.participant(),
    rtpCapabilities: routerCapabilities(),
    dtlsParameters: FINGERPRINT,
    consumers: [],
    ...given,
  };
}

export function publishWish(
  session: Pick<SessionWish, 'meetingId' | 'sessionId'>,
  given: Partial<PublishWish> = {},
): PublishWish {
  const source = given.source ?? 'microphone';
  const rtpParameters = source === 'camera' || source === 'screen' ? vp8() : opus();
  const { meetingId, sessionId } = session;
  return { meetingId, sessionId, producerId: newId.producer(), source, rtpParameters, isPaused: false, ...given };
}
