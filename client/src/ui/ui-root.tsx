import { Direction } from 'radix-ui';
import { createContext, useContext, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Announcer, Urgency } from './announcer.js';
import { LiveRegion } from './live-region.js';
import type { NewToast, ToastQueue } from './toast-queue.js';
import { Toasts } from './toasts.js';
import { TooltipScope } from './tooltip.js';

/** What parts of the page may say to the person, wherever they stand in the tree. */
export interface Voice {
  readonly toasts: ToastQueue;
  readonly announcer: Announcer;
}

const VoiceContext = createContext<Voice | undefined>(undefined);

interface Props {
  readonly voice: Voice;
  readonly children: ReactNode;
}

/**
 * Everything that menus, dialogs, tooltips and toasts need above them. Pages that use those parts stand inside one;
 * the home page does not, so that its first load stays small.
 */
export function UiRoot({ voice, children }: Props) {
  const { i18n } = useTranslation();
  return (
    <Direction.Provider dir={i18n.dir()}>
      <TooltipScope>
        <VoiceContext value={voice}>
          {children}
          <LiveRegion announcer={voice.announcer} />
          <Toasts queue={voice.toasts} />
        </VoiceContext>
      </TooltipScope>
    </Direction.Provider>
  );
}

/** For components inside a `UiRoot`. */
export function useVoice(): {
  readonly toast: (toast: NewToast) => number;
  readonly announce: (text: string, urgency?: Urgency) => void;
} {
  const voice = useContext(VoiceContext);
  if (voice === undefined) throw new Error('useVoice needs a UiRoot above it');
  return {
    toast: (toast) => voice.toasts.show(toast),
    announce: (text, urgency) => voice.announcer.announce(text, urgency),
  };
}
