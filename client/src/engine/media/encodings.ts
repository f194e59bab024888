import type { types } from 'mediasoup-client';

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
const SCREEN_MAX_FPS = 30;

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

/** A screen goes out at its full size, since a text scaled down cannot be read; who has less bandwidth gets fewer frames of it. */
export function screenEncodings(longSidePx: number): Encoding[] {
  const maxBitrate = longSidePx >= LARGE_SCREEN_FROM_PX ? LARGE_SCREEN_BITRATE_BPS : SCREEN_BITRATE_BPS;
  return [{ maxBitrate, maxFramerate: SCREEN_MAX_FPS }];
}

/** Speech: mono, repaired against loss, and next to nothing while silent. */
export const MICROPHONE_OPTIONS: types.ProducerCodecOptions = {
  opusStereo: false,
  opusFec: true,
  opusDtx: true,
  opusMaxAverageBitrate: 40_000,
};

/** A shared film or music. */
export const SCREEN_AUDIO_OPTIONS: types.ProducerCodecOptions = {
  opusStereo: true,
  opusFec: true,
  opusDtx: false,
  opusMaxAverageBitrate: 128_000,
};

/** Without it Chromium begins at 300 kbps and takes seconds to reach a sharp picture. The library's unit is kbps. */
export const VIDEO_OPTIONS: types.ProducerCodecOptions = { videoGoogleStartBitrate: 1_000 };
