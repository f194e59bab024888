import { expect, it } from '@jest/globals';
import { RtpParameters, TransportOffer, type DtlsParameters } from '#contracts';
import { announcedStreams, newEnd, publisherOffer, subscriberAnswer, takenCount, transportOf } from './janus-sdp.js';

const FINGERPRINT = '94:2F:1F:B1:C7:B4:EE:9C:F5:7F:9E:16:4A:56:26:38:3D:58:3C:9D:A0:03:B9:21:4A:CD:EF:12:20:A2:98:50';
const DTLS: DtlsParameters = { role: 'client', fingerprints: [{ algorithm: 'sha-256', value: FINGERPRINT }] };
const TRANSPORT_SEQUENCE = 'http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01';

/** As Janus 1.1.2 offers two streams to a subscriber, without what it says twice. */
const OFFER = [
  'v=0',
  'o=- 1795315792466826 1 IN IP4 192.0.2.2',
  's=VideoRoom 7616207745081686',
  't=0 0',
  'a=group:BUNDLE 0 1',
  `a=fingerprint:sha-256 ${FINGERPRINT}`,
  'a=ice-lite',
  'm=audio 9 UDP/TLS/RTP/SAVPF 111',
  'c=IN IP4 192.0.2.2',
  'a=sendonly',
  'a=mid:0',
  'a=rtcp-mux',
  'a=ice-ufrag:fNc1',
  'a=ice-pwd:JRi0kj3G8PrqCB2MHN+HLQ',
  'a=setup:actpass',
  'a=rtpmap:111 opus/48000/2',
  'a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level',
  'a=fmtp:111 useinbandfec=1',
  'a=msid:janus janus0',
  'a=ssrc:2914547878 cname:janus',
  'a=candidate:1 1 udp 2015363327 192.0.2.2 43842 typ host',
  'a=end-of-candidates',
  'm=video 9 UDP/TLS/RTP/SAVPF 96 97',
  'c=IN IP4 192.0.2.2',
  'a=sendonly',
  'a=mid:1',
  'a=rtcp-mux',
  'a=rtpmap:96 VP8/90000',
  'a=rtcp-fb:96 nack pli',
  `a=extmap:3 ${TRANSPORT_SEQUENCE}`,
  'a=rtpmap:97 rtx/90000',
  'a=fmtp:97 apt=96',
  'a=ssrc-group:FID 3640787462 2758227723',
  'a=ssrc:3640787462 cname:janus',
  'a=ssrc:2758227723 cname:janus',
  'a=candidate:1 1 udp 2015363327 192.0.2.2 43842 typ host',
  'a=end-of-candidates',
  '',
].join('\r\n');

const CAMERA: RtpParameters = {
  mid: '1',
  codecs: [
    { mimeType: 'video/VP8', payloadType: 96, clockRate: 90_000, rtcpFeedback: [{ type: 'nack', parameter: 'pli' }] },
    { mimeType: 'video/rtx', payloadType: 97, clockRate: 90_000, parameters: { apt: 96 } },
  ],
  headerExtensions: [{ uri: TRANSPORT_SEQUENCE, id: 3 }],
  encodings: [{ ssrc: 1_234, rtx: { ssrc: 5_678 } }],
  rtcp: { cname: 'load' },
};

it('finds where Janus is reached, once, as the contract has it', () => {
  const transport = transportOf(OFFER);
  expect(TransportOffer.parse(transport)).toEqual(transport);
  expect(transport.iceParameters).toEqual({
    usernameFragment: 'fNc1',
    password: 'JRi0kj3G8PrqCB2MHN+HLQ',
    iceLite: true,
  });
  expect(transport.iceCandidates.map(({ address, port }) => [address, port])).toEqual([['192.0.2.2', 43_842]]);
  expect(transport.dtlsParameters.fingerprints).toEqual(DTLS.fingerprints);
});

it('refuses a description that names no transport', () => {
  expect(() => transportOf('v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n')).toThrow('names no transport');
});

it('finds the streams that an offer announces, each by its own SSRC and not by that of its repeats', () => {
  const [sound, picture, ...others] = announcedStreams(OFFER);
  expect(others).toEqual([]);
  expect(sound).toMatchObject({ kind: 'audio', mid: '0', ssrc: 2_914_547_878 });
  expect(sound?.codec).toEqual({ mimeType: 'audio/opus', payloadType: 111, clockRate: 48_000, channels: 2 });
  expect(picture).toMatchObject({ kind: 'video', mid: '1', ssrc: 3_640_787_462 });
  expect(picture?.headerExtensions).toEqual([{ uri: TRANSPORT_SEQUENCE, id: 3 }]);
});

it('finds no stream in a section that has become inactive', () => {
  const kinds = announcedStreams(OFFER.replace('a=sendonly', 'a=inactive')).map(({ kind }) => kind);
  expect(kinds).toEqual(['video']);
});

it('answers with all that was offered, to receive it as the DTLS client', () => {
  const end = newEnd(DTLS);
  const answer = subscriberAnswer(OFFER, end);
  const lines = answer.split('\r\n');
  expect(lines.filter((line) => line.startsWith('m='))).toEqual([
    'm=audio 9 UDP/TLS/RTP/SAVPF 111',
    'm=video 9 UDP/TLS/RTP/SAVPF 96 97',
  ]);
  for (const line of ['a=recvonly', 'a=setup:active', `a=ice-pwd:${end.ice.password}`, 'a=rtcp-mux'])
    expect(lines.filter((one) => one === line)).toHaveLength(2);
  expect(lines).toContain(`a=extmap:3 ${TRANSPORT_SEQUENCE}`);
  expect(answer).not.toMatch(/a=(ssrc|candidate|sendonly|ice-lite)/);
  expect(transportOf(answer.replace('v=0', 'v=0\r\na=ice-lite')).iceParameters).toMatchObject(end.ice);
});

it('offers a camera with its codecs, its numbers and its repeats', () => {
  const offer = publisherOffer([RtpParameters.parse(CAMERA)], newEnd(DTLS));
  expect(offer.split('\r\n')).toEqual(
    expect.arrayContaining([
      'a=group:BUNDLE 1',
      'm=video 9 UDP/TLS/RTP/SAVPF 96 97',
      'a=mid:1',
      'a=sendonly',
      'a=setup:active',
      `a=fingerprint:sha-256 ${FINGERPRINT}`,
      `a=extmap:3 ${TRANSPORT_SEQUENCE}`,
      'a=rtpmap:96 VP8/90000',
      'a=rtcp-fb:96 nack pli',
      'a=fmtp:97 apt=96',
      'a=ssrc-group:FID 1234 5678',
      'a=ssrc:1234 cname:load',
    ]),
  );
  expect(announcedStreams(offer)).toMatchObject([{ kind: 'video', mid: '1', ssrc: 1_234 }]);
});

it('counts what an answer takes', () => {
  const answer = OFFER.replaceAll('a=sendonly', 'a=recvonly');
  expect(takenCount(answer)).toBe(2);
  expect(takenCount(answer.replace('m=video 9', 'm=video 0'))).toBe(1);
  expect(takenCount(answer.replace('a=recvonly', 'a=inactive'))).toBe(1);
});
