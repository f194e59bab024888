import type { Clock } from '#kernel';
import type { Readable } from '../store.js';

const INTERVAL_MS = 50;
/** Quieter than this is shown as silence. */
const FLOOR_DB = -60;

/** Measures one track at a time. */
export interface LevelProbe {
  /** Root mean square of the last moments, 0..1. */
  rms(): number;
  close(): void;
}

/** Measures with the browser's audio graph, whose output goes nowhere. The context exists only while somebody looks. */
export function analyserProbe(track: MediaStreamTrack): LevelProbe {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 1_024;
  context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
  void context.resume().catch(() => undefined); // Not allowed before the first press on the page: the meter rests until then.
  const samples = new Float32Array(analyser.fftSize);
  return {
    rms() {
      analyser.getFloatTimeDomainData(samples);
      return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
    },
    close: () => void context.close().catch(() => undefined), // It rejects only when closed already.
  };
}

interface Parts {
  readonly track: Readable<MediaStreamTrack | undefined>;
  readonly clock: Clock;
  readonly makeProbe: (track: MediaStreamTrack) => LevelProbe;
}

/** How loud a track is, measured only while somebody watches. */
export class LevelMeter implements Readable<number> {
  readonly #parts: Parts;
  readonly #watchers = new Set<() => void>();
  #probe: LevelProbe | undefined;
  #levelRatio = 0;
  #cancel: () => void = () => undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
    parts.track.watch(() => this.#begin());
  }

  readonly get = (): number => this.#levelRatio;

  readonly watch = (watcher: () => void): (() => void) => {
    this.#watchers.add(watcher);
    if (this.#watchers.size === 1) this.#begin();
    return () => {
      this.#watchers.delete(watcher);
      if (this.#watchers.size === 0) this.#end();
    };
  };

  #begin(): void {
    this.#end();
    const track = this.#parts.track.get();
    if (track === undefined || this.#watchers.size === 0) return;
    this.#probe = this.#parts.makeProbe(track);
    this.#measure(this.#probe);
  }

  #end(): void {
    this.#cancel();
    this.#probe?.close();
    this.#probe = undefined;
    this.#show(0);
  }

  #measure(probe: LevelProbe): void {
    this.#show(ratioOf(probe.rms()));
    this.#cancel = this.#parts.clock.after(INTERVAL_MS, () => this.#measure(probe));
  }

  #show(levelRatio: number): void {
    if (levelRatio === this.#levelRatio) return;
    this.#levelRatio = levelRatio;
    for (const watcher of this.#watchers) watcher();
  }
}

/** The ear hears ratios, so the bar shows decibels; whole hundredths, so that a steady tone redraws nothing. */
function ratioOf(rms: number): number {
  const db = 20 * Math.log10(Math.max(rms, 1e-9));
  return Math.round(Math.min(1, Math.max(0, 1 - db / FLOOR_DB)) * 100) / 100;
}
