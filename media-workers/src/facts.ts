import type { MediaControlEvents, Payload } from '#contracts';

/** Something a server should hear of. Facts go upward, and nobody awaits them. */
export type HostFact = {
  [K in keyof MediaControlEvents]: { readonly name: K; readonly payload: Payload<MediaControlEvents, K> };
}[keyof MediaControlEvents];
