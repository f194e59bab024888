import type { CallView } from '../../engine/model.js';

/**
 * Joins as soon as the call can: at once when it is ready, else when it has been prepared, and after a failure by starting
 * over. Gives up when the preparation fails. Returns the function that takes the wish back; safe to repeat.
 */
export function joinWhenReady(
  call: Pick<CallView, 'state' | 'join' | 'restart'>,
  ...who: Parameters<CallView['join']>
): () => void {
  let isWished = true;
  let stopWatching = (): void => undefined;
  const forget = () => {
    isWished = false;
    stopWatching();
  };
  const look = () => {
    if (!isWished) return;
    const { kind } = call.state.get();
    if (kind === 'preparing') return;
    forget();
    if (kind === 'ready') void call.join(...who);
  };
  const begin = () => {
    if (!isWished) return;
    stopWatching = call.state.watch(look);
    look();
  };
  if (call.state.get().kind === 'failed') void call.restart().then(begin);
  else begin();
  return forget;
}
