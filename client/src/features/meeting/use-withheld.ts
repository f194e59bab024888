import { useTranslation } from 'react-i18next';
import type { CallView } from '../../engine/model.js';
import { useStore } from '../../engine/use-store.js';
import { useVoice } from '../../ui/ui-root.js';

/** What takes a permission to send. */
export type Withholdable = 'speak' | 'camera' | 'share';

const REASONS = {
  speak: 'rights.withheldSpeak',
  camera: 'rights.withheldCamera',
  share: 'rights.withheldShare',
} as const satisfies Record<Withholdable, string>;

interface WithheldSources {
  /** Why a source cannot be sent now; undefined when it can. */
  readonly reasonFor: (source: Withholdable) => string | undefined;
  /** Says why, and what one can do about it. */
  readonly explain: (source: Withholdable) => void;
}

/** What hosts do not let this person send. */
export function useWithheld({ controls }: Pick<CallView, 'controls'>): WithheldSources {
  const { t } = useTranslation();
  const { toast } = useVoice();
  const rights = useStore(controls.rights);
  return {
    reasonFor: (source) => (rights[source] ? undefined : t(REASONS[source])),
    explain: (source) => toast({ title: t(REASONS[source]), detail: t('rights.askByHand') }),
  };
}
