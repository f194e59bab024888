import type { Page } from 'playwright-core';

/** In the page: when a picture of somebody was last shown, and the longest time without one. */
interface Watched {
  lastMs: number;
  longestGapMs: number;
}

/**
 * Watches the pictures of a person by their tile, whatever element or stream is in it: after a recovery both are others.
 * Resolves with how to read the longest time between two frames, so far and up to now, in ms; reading begins anew.
 */
export async function watchGaps(page: Page, name: string): Promise<() => Promise<number>> {
  await page.evaluate((personName) => {
    const all = ((globalThis as { watchedGaps?: Record<string, Watched> }).watchedGaps ??= {});
    const watched: Watched = { lastMs: performance.now(), longestGapMs: 0 };
    all[personName] = watched;
    let current: HTMLVideoElement | null = null;
    const look = (): void => {
      if (all[personName] !== watched) return changes.disconnect();
      const selector = `[data-testid="tile"][data-participant-name="${personName}"] video`;
      const video = document.querySelector<HTMLVideoElement>(selector);
      if (video === null || video === current) return;
      current = video;
      const shown = (): void => {
        const nowMs = performance.now();
        watched.longestGapMs = Math.max(watched.longestGapMs, nowMs - watched.lastMs);
        watched.lastMs = nowMs;
        if (video === current && all[personName] === watched) video.requestVideoFrameCallback(shown);
      };
      video.requestVideoFrameCallback(shown);
    };
    // Eight pages that look at each turn of the screen would be a load of their own.
    const changes = new MutationObserver(look);
    changes.observe(document.body, { childList: true, subtree: true });
    look();
  }, name);
  return () =>
    page.evaluate((personName) => {
      const watched = (globalThis as { watchedGaps?: Record<string, Watched> }).watchedGaps?.[personName];
      if (watched === undefined) return Number.POSITIVE_INFINITY;
      const gapMs = Math.max(watched.longestGapMs, performance.now() - watched.lastMs);
      watched.longestGapMs = 0;
      return gapMs;
    }, name);
}

/** Such as `p50 80, p95 120, max 140 ms of 20: …`. */
export function figuresOf(gapsMs: readonly number[]): string {
  const inOrder = gapsMs.map((ms) => Math.round(ms)).toSorted((a, b) => a - b);
  const at = (ratio: number): number =>
    inOrder[Math.min(inOrder.length - 1, Math.ceil(inOrder.length * ratio) - 1)] ?? 0;
  return `p50 ${at(0.5)}, p95 ${at(0.95)}, max ${at(1)} ms of ${inOrder.length}: ${inOrder.join(' ')}`;
}
