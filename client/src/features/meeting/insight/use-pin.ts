import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallView, PersonView } from '../../../engine/model.js';
import { useVoice } from '../../../ui/ui-root.js';

interface PinState {
  readonly isPinned: boolean;
  /** Pins or lets go, and says so. */
  readonly toggle: () => void;
}

/** Whether one keeps somebody in sight. */
export function usePin({ pins }: Pick<CallView, 'pins'>, { participantId, name }: PersonView): PinState {
  const { t } = useTranslation();
  const { announce } = useVoice();
  const isPinned = useSyncExternalStore(pins.ids.watch, () => pins.ids.get().includes(participantId));
  return {
    isPinned,
    toggle: () => {
      pins.toggle(participantId);
      announce(t(isPinned ? 'pins.saidUnpinned' : 'pins.saidPinned', { name }));
    },
  };
}
