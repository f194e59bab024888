import { useCallback, useRef, useState } from 'react';
import type { ParticipantId } from '#contracts';
import type { SidePanelState } from '../use-side-panel.js';
import type { Inspect } from './inspect.js';

/** Whom the panels of this folder are about, and the way into them and back. */
export interface InspectionState {
  /** Undefined for oneself. */
  readonly participantId: ParticipantId | undefined;
  readonly choose: (participantId: ParticipantId) => void;
  readonly inspect: Inspect;
  /** Closes and brings the focus back to where it came from. */
  readonly close: () => void;
}

export function useInspection({ show, close }: Pick<SidePanelState, 'show' | 'close'>): InspectionState {
  const [participantId, choose] = useState<ParticipantId | undefined>();
  const opener = useRef<Element | null>(null);
  const inspect = useCallback<Inspect>(
    (what, about) => {
      opener.current = document.activeElement;
      choose(about);
      show(what);
    },
    [show],
  );
  return {
    participantId,
    choose,
    inspect,
    close: () => {
      close();
      if (opener.current instanceof HTMLElement) opener.current.focus();
    },
  };
}
