import { SPATIAL_LAYER_MAX, type LayerCounts } from '../media.js';

/** The part of RTP parameters that tells, ours or the library's. */
interface Layered {
  readonly encodings?: readonly { readonly scalabilityMode?: string | undefined }[];
}

const SCALABILITY_MODE = /^[LS]([1-3])T([1-3])/;

/**
 * How many layers a stream is sent in, read from how it is described. Several encodings are simulcast, each with its own
 * temporal layers; a single one may hold spatial layers of its own (SVC). Source: W3C Scalable Video Coding section 5.
 */
export function layerCountsOf({ encodings = [] }: Layered): LayerCounts {
  const [, spatial = '1', temporal = '1'] = SCALABILITY_MODE.exec(encodings[0]?.scalabilityMode ?? '') ?? [];
  const spatialCount = encodings.length > 1 ? encodings.length : Number(spatial);
  return { spatial: Math.min(SPATIAL_LAYER_MAX + 1, spatialCount), temporal: Number(temporal) };
}
