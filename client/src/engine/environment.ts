import type { Unfit } from './failure.js';

/** Why this page cannot hold a call; undefined when it can. */
export function unfitnessOf(page: Page): Unfit['why'] | undefined {
  if (!page.isSecureContext) return 'insecure';
  const hasDevices = page.navigator.mediaDevices !== undefined;
  return hasDevices && page.RTCPeerConnection !== undefined ? undefined : 'unsupported';
}

/** The part of a window that matters here; the types of a browser promise what not every browser has. */
interface Page {
  readonly isSecureContext: boolean;
  readonly navigator: { readonly mediaDevices?: unknown };
  readonly RTCPeerConnection?: unknown;
}
