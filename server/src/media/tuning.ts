import type { Tuning } from '#contracts';
import { layersFor, lowestLayers } from './layers.js';
import type { Published } from './plan.js';
import type { Known } from './view.js';

/**
 * What goes first when not everything fits, in the library's measure: for each step that a video of priority 1 is raised
 * by, one of priority 6 is raised by six. Sound is not weighed against pictures at all, since it is never left out for them.
 */
const PRIORITY = { sound: 10, screen: 6, looked: 3, rest: 1 } as const;

/** How a stream is to reach a viewer whose page shows this. Pure. */
export function tuningFor({ source, owner, layerCounts, profile }: Published, known: Known): Tuning {
  const isPinned = typeof known === 'object' && known.isPinned(owner);
  const always = { isHeld: false, isAlwaysHeard: isPinned };
  if (source === 'microphone' || source === 'screen-audio') return { ...always, priority: PRIORITY.sound };
  const base = source === 'screen' ? PRIORITY.screen : isPinned ? PRIORITY.looked : PRIORITY.rest;
  if (known === 'untold') return { ...always, priority: base };

  const place = known === 'awaited' ? 'unknown' : known.placeOf(owner, source);
  if (place === 'hidden') return { ...always, isHeld: true, priority: base, ...asLayers(lowestLayers(layerCounts)) };
  if (place === 'unknown') return { ...always, priority: base, ...asLayers(lowestLayers(layerCounts)) };
  const longSidePx = profile === 'text' ? Number.POSITIVE_INFINITY : place.longSidePx;
  const layers = layersFor({ source, counts: layerCounts, longSidePx });
  return { ...always, priority: place.isMain ? Math.max(base, PRIORITY.looked) : base, ...asLayers(layers) };
}

export function isSameTuning(a: Tuning | undefined, b: Tuning): boolean {
  return (
    a !== undefined &&
    a.isHeld === b.isHeld &&
    a.isAlwaysHeard === b.isAlwaysHeard &&
    a.priority === b.priority &&
    a.layers?.spatial === b.layers?.spatial &&
    a.layers?.temporal === b.layers?.temporal
  );
}

function asLayers(layers: Tuning['layers']): Pick<Tuning, 'layers'> {
  return layers === undefined ? {} : { layers };
}
