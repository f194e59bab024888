/** @jest-environment node */
import { expect, it } from '@jest/globals';
import type { types } from 'mediasoup-client';
import { askableCodecs, chooseVideoCodec } from './video-codec.js';

const codec = (mimeType: `video/${string}`): types.RtpCodecCapability => ({
  kind: 'video',
  mimeType,
  clockRate: 90_000,
  preferredPayloadType: 100,
});
const [VP8, VP9, H264, AV1] = (['video/VP8', 'video/VP9', 'video/H264', 'video/AV1'] as const).map(codec) as [
  types.RtpCodecCapability,
  types.RtpCodecCapability,
  types.RtpCodecCapability,
  types.RtpCodecCapability,
];
const RTX: types.RtpCodecCapability = codec('video/rtx');

/** What these browsers said of themselves when they were asked. */
const CHROMIUM = new Set(['video/vp9', 'video/av1']);
const FIREFOX = new Set<string>();

it.each([
  ['Chromium, by default', [VP8, RTX, H264, VP9, AV1], CHROMIUM, VP8, 'many-streams'],
  ['a device with H.264 alone', [H264, RTX], FIREFOX, H264, 'many-streams'],
  ['Chromium, where hosts prefer VP9', [VP9, RTX, VP8, H264, AV1], CHROMIUM, VP9, 'one-stream'],
  ['Chromium, where hosts prefer AV1', [AV1, VP9, VP8], CHROMIUM, AV1, 'one-stream'],
  ['Firefox, where hosts prefer VP9: it cannot layer', [VP9, VP8, H264], FIREFOX, VP8, 'many-streams'],
  ['a browser with nothing else', [VP9], FIREFOX, VP9, 'none'],
] as const)('%s', (...[, codecs, layerable, chosen, layering]) => {
  expect(chooseVideoCodec(codecs, layerable)).toEqual({ codec: chosen, layering });
});

it('leaves it to the library where there is no video at all', () => {
  expect(chooseVideoCodec([RTX], CHROMIUM)).toBeUndefined();
});

it('asks a browser only about codecs that come before those which every browser sends in several sizes', () => {
  expect(askableCodecs([VP8, RTX, VP9])).toEqual([]);
  expect(askableCodecs([VP9, RTX, AV1, H264, VP8])).toEqual(['video/vp9', 'video/av1']);
  expect(askableCodecs([RTX, AV1])).toEqual(['video/av1']);
});
