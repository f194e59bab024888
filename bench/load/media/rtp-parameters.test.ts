import { expect, it } from '@jest/globals';
import { RtpParameters, type RtpCapabilities } from '#contracts';
import { cameraParameters, microphoneParameters, receiveCapabilities, URI } from './rtp-parameters.js';
import { CAMERA_LAYERS } from './video-source.js';

const feedback = [{ type: 'nack', parameter: 'pli' }, { type: 'goog-remb' }, { type: 'transport-cc' }];
const router: RtpCapabilities = {
  codecs: [
    { kind: 'audio', mimeType: 'audio/opus', preferredPayloadType: 100, clockRate: 48_000, channels: 2 },
    { kind: 'video', mimeType: 'video/VP9', preferredPayloadType: 103, clockRate: 90_000 },
    { kind: 'video', mimeType: 'video/rtx', preferredPayloadType: 104, clockRate: 90_000, parameters: { apt: 103 } },
    { kind: 'video', mimeType: 'video/VP8', preferredPayloadType: 101, clockRate: 90_000, rtcpFeedback: feedback },
    { kind: 'video', mimeType: 'video/rtx', preferredPayloadType: 102, clockRate: 90_000, parameters: { apt: 101 } },
  ],
  headerExtensions: [
    { kind: 'video', uri: URI.mid, preferredId: 1 },
    { kind: 'audio', uri: URI.level, preferredId: 10 },
    { kind: 'video', uri: URI.transportSequence, preferredId: 5 },
  ],
};

it('describes a camera as the contract has it, each layer with streams of its own', () => {
  const camera = cameraParameters(router, CAMERA_LAYERS);
  expect(RtpParameters.parse(camera)).toEqual(camera);
  expect(camera.codecs.map(({ payloadType }) => payloadType)).toEqual([101, 102]);
  expect(camera.encodings.map(({ rid, scalabilityMode }) => [rid, scalabilityMode])).toEqual([
    ['r0', 'L1T3'],
    ['r1', 'L1T3'],
    ['r2', 'L1T3'],
  ]);
});

it('declares no layers at all for a picture in one size', () => {
  const [encoding] = cameraParameters(router, CAMERA_LAYERS.slice(-1)).encodings;
  expect(encoding).not.toHaveProperty('scalabilityMode');
  expect(encoding).not.toHaveProperty('rid');
});

it('describes a microphone with the extensions that the host has for sound', () => {
  const microphone = microphoneParameters(router);
  expect(RtpParameters.parse(microphone)).toEqual(microphone);
  expect(microphone.headerExtensions).toEqual([{ uri: URI.level, id: 10 }]);
});

it('receives VP8 and Opus only, and promises no feedback that it does not give', () => {
  const typesWith = (kind: 'transport-cc' | 'remb' | 'none') => {
    const { codecs } = receiveCapabilities(router, kind);
    expect(codecs.map(({ preferredPayloadType }) => preferredPayloadType)).toEqual([100, 101, 102]);
    return codecs[1]?.rtcpFeedback?.map(({ type }) => type);
  };
  expect(typesWith('transport-cc')).toEqual(['nack', 'goog-remb', 'transport-cc']);
  expect(typesWith('remb')).toEqual(['nack', 'goog-remb']);
  expect(typesWith('none')).toEqual(['nack']);
  const countsTransport = (kind: 'transport-cc' | 'remb') =>
    receiveCapabilities(router, kind).headerExtensions.some(({ uri }) => uri === URI.transportSequence);
  expect([countsTransport('transport-cc'), countsTransport('remb')]).toEqual([true, false]);
});
