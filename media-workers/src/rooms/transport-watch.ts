import type { types as mediasoup } from 'mediasoup';
import type { Clock } from '#kernel';
import { ICE_LOST_AFTER_MS } from './limits.js';

/**
 * Calls `onLost` once when a transport will not come back: its DTLS failed or was ended by the browser, or its path has
 * been gone for longer than an ICE restart takes. A transport that was never used is left alone: not everybody sends.
 * Returns what stops the watching.
 */
export function watchTransport(transport: mediasoup.WebRtcTransport, clock: Clock, onLost: () => void): () => void {
  let cancel: () => void = () => undefined;
  let isWatching = true;
  const stop = () => {
    isWatching = false;
    cancel();
  };
  const lose = () => {
    if (!isWatching) return;
    stop();
    onLost();
  };
  transport.observer.on('dtlsstatechange', (state) => {
    if (state === 'failed' || state === 'closed') lose();
  });
  transport.observer.on('icestatechange', (state) => {
    cancel();
    if (state === 'disconnected' && isWatching) cancel = clock.after(ICE_LOST_AFTER_MS, lose);
  });
  return stop;
}
