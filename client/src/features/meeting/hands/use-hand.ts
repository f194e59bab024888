import { useSyncExternalStore } from 'react';
import type { ParticipantId } from '#contracts';
import type { CallView } from '../../../engine/model.js';

/** Somebody's place in the queue, from 1; undefined while their hand is down. */
export function useHand({ controls }: Pick<CallView, 'controls'>, participantId: ParticipantId | undefined) {
  return useSyncExternalStore(controls.state.watch, () => {
    const at = controls.state.get().hands.queue.findIndex((hand) => hand.participantId === participantId);
    return at < 0 ? undefined : at + 1;
  });
}
