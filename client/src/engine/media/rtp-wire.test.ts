/** @jest-environment node */
import { expect, it } from '@jest/globals';
import { offer, personId, session } from '../fakes/samples.js';
import { cameraEncodings, screenEncodings } from './encodings.js';
import { toConsumerOptions, toTransportOptions, toWireCapabilities, toWireParameters } from './rtp-wire.js';

it('sends of its encodings only what concerns the other end', () => {
  const wire = toWireParameters({
    mid: '0',
    codecs: [
      {
        mimeType: 'video/VP8',
        payloadType: 96,
        clockRate: 90_000,
        parameters: {},
        rtcpFeedback: [{ type: 'nack', parameter: 'pli' }],
      },
    ],
    headerExtensions: [{ uri: 'urn:ietf:params:rtp-hdrext:sdes:mid', id: 1, encrypt: false, parameters: {} }],
    encodings: cameraEncodings(1_280).map((encoding, at) => ({
      ...encoding,
      active: true,
      rid: `r${at}`,
      priority: 'high' as const,
    })),
    rtcp: { cname: 'me', reducedSize: true, mux: true },
  });
  expect(wire.encodings).toEqual([
    { rid: 'r0', maxBitrate: 150_000, scalabilityMode: 'L1T3' },
    { rid: 'r1', maxBitrate: 500_000, scalabilityMode: 'L1T3' },
    { rid: 'r2', maxBitrate: 1_500_000, scalabilityMode: 'L1T3' },
  ]);
  expect(wire.rtcp).toEqual({ cname: 'me', reducedSize: true });
});

it('refuses to send what the contract does not allow', () => {
  const codecs = [{ mimeType: 'nonsense', payloadType: 96, clockRate: 90_000 }];
  expect(() => toWireParameters({ codecs, encodings: [{ ssrc: 1 }] })).toThrow();
  expect(() => toWireCapabilities({ codecs: [], headerExtensions: [] })).toThrow();
});

it('keeps a person’s voice with their face, and a share apart', () => {
  const [voice, face, share] = [offer(1, 2), offer(2, 2, 'camera'), offer(3, 2, 'screen')].map(
    (one) => toConsumerOptions(one, 'video').streamId,
  );
  expect(voice).toBe(face);
  expect(share).not.toBe(face);
  expect(voice).toContain(personId(2));
});

it('gives the library the address under both of its names', () => {
  expect(toTransportOptions(session(1).send).iceCandidates).toMatchObject([{ ip: '127.0.0.1', address: '127.0.0.1' }]);
});

it.each([
  [1_280, [4, 2, 1]],
  [640, [2, 1]],
  [320, [1]],
])('sends as many layers of a camera as %i pixels are worth', (longSidePx, scales) => {
  expect(cameraEncodings(longSidePx).map(({ scaleResolutionDownBy }) => scaleResolutionDownBy)).toEqual(scales);
});

it('sends a screen at its full size', () => {
  expect(screenEncodings(3_840, 'text')).toMatchObject([{ maxBitrate: 4_000_000 }]);
  expect(screenEncodings(1_920, 'text')[0]?.scaleResolutionDownBy).toBeUndefined();
});
