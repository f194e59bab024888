import type { types } from 'mediasoup-client';
import type { ShareProfile } from '#contracts';

type Encoding = types.RtpEncodingParameters;

/** What each simulcast layer may cost at most: about what VP8 needs for a face at 180, 360 and 720 lines. */
const LAYER_BITRATES_BPS = [150_000, 500_000, 1_500_000] as const;
/** A capture this wide or wider is worth three layers; the lowest then still has 160 lines. */
const THREE_LAYERS_FROM_PX = 960;
const TWO_LAYERS_FROM_PX = 480;
const CAMERA_MAX_FPS = 30;

const SCREEN_BITRATE_BPS = 2_500_000;
const LARGE_SCREEN_BITRATE_BPS = 4_000_000;
const LARGE_SCREEN_FROM_PX = 2_000;
/** Scrolling can be followed at this rate, and each picture has bits enough for its letters. */
const TEXT_MAX_FPS = 10;
const MOTION_MAX_FPS = 30;
/** The half size of moving pictures, for small tiles and narrow connections. */
const SMALL_MOTION_BITRATE_BPS = 600_000;
/** A share smaller than this is small already. */
const TWO_SIZES_FROM_PX = 960;

/**
 * Layers in time are for streams that have layers in space as well: mediasoup drops the first key frame of a lone VP8 stream
 * with layers in time, each time it lets one flow, and the viewer waits for the next one to be asked for and made.
 */
const TEMPORAL_LAYERS = { scalabilityMode: 'L1T3' };

/** Layers of a camera, lowest first, for what it really captures. */
export function cameraEncodings(longSidePx: number): Encoding[] {
  const layersCount = longSidePx >= THREE_LAYERS_FROM_PX ? 3 : longSidePx >= TWO_LAYERS_FROM_PX ? 2 : 1;
  return LAYER_BITRATES_BPS.slice(0, layersCount).map((maxBitrate, at) => ({
    maxBitrate,
    maxFramerate: CAMERA_MAX_FPS,
    scaleResolutionDownBy: 2 ** (layersCount - 1 - at),
    ...(layersCount > 1 ? TEMPORAL_LAYERS : {}),
  }));
}

/**
 * Text goes out at its full size only, since scaled down it cannot be read. Moving pictures go out at half the size as well, for
 * whoever shows them small or cannot receive more.
 */
export function screenEncodings(longSidePx: number, profile: ShareProfile): Encoding[] {
  const maxBitrate = longSidePx >= LARGE_SCREEN_FROM_PX ? LARGE_SCREEN_BITRATE_BPS : SCREEN_BITRATE_BPS;
  if (profile === 'text') return [{ maxBitrate, maxFramerate: TEXT_MAX_FPS }];
  const full = { maxBitrate, maxFramerate: MOTION_MAX_FPS };
  if (longSidePx < TWO_SIZES_FROM_PX) return [full];
  return [
    { ...full, ...TEMPORAL_LAYERS, maxBitrate: SMALL_MOTION_BITRATE_BPS, scaleResolutionDownBy: 2 },
    { ...full, ...TEMPORAL_LAYERS, scaleResolutionDownBy: 1 },
  ];
}

/**
 * The same for codecs that hold all sizes in one stream, each made from the one below (SVC). With `KEY` only key frames depend on
 * the smaller size, so that a viewer is sent nothing of the sizes that they do not show. Source: W3C Scalable Video Coding section 6.
 */
export function inOneStream(encodings: readonly Encoding[]): Encoding[] {
  const [top] = encodings.toReversed();
  if (top === undefined || encodings.length === 1) return [...encodings];
  const maxBitrate = encodings.reduce((sum, one) => sum + (one.maxBitrate ?? 0), 0);
  const { maxFramerate } = top;
  return [
    { maxBitrate, ...(maxFramerate === undefined ? {} : { maxFramerate }), scalabilityMode: svcMode(encodings.length) },
  ];
}

/** The same for codecs that hold one size only. */
export function inOneSize(encodings: readonly Encoding[]): Encoding[] {
  return encodings.slice(-1).map(({ maxBitrate, maxFramerate }) => ({
    ...(maxBitrate === undefined ? {} : { maxBitrate }),
    ...(maxFramerate === undefined ? {} : { maxFramerate }),
  }));
}

/** `L3T3_KEY` for three sizes. */
export function svcMode(sizesCount: number): string {
  return sizesCount === 1 ? 'L1T3' : `L${sizesCount}T3_KEY`;
}

/** Speech: mono, repaired against loss, and next to nothing while silent. */
export const MICROPHONE_OPTIONS: types.ProducerCodecOptions = {
  opusStereo: false,
  opusFec: true,
  opusNack: true,
  opusDtx: true,
  opusMaxAverageBitrate: 40_000,
};

/** A shared film or music. */
export const SCREEN_AUDIO_OPTIONS: types.ProducerCodecOptions = {
  opusStereo: true,
  opusFec: true,
  opusNack: true,
  opusDtx: false,
  opusMaxAverageBitrate: 128_000,
};

/** Without it Chromium begins at 300 kbps and takes seconds to reach a sharp picture. The library's unit is kbps. */
export const VIDEO_OPTIONS: types.ProducerCodecOptions = { videoGoogleStartBitrate: 1_000 };
