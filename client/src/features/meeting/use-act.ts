import { useTranslation } from 'react-i18next';
import { Refusal, type Asked, type Output, type SignallingRequests } from '#contracts';
import type { ControlRequest, ControlsView } from '../../engine/host-controls/model.js';
import { useVoice } from '../../ui/ui-root.js';

/** Asks, and says so when the answer is no. Resolves with the answer, or undefined; never rejects. */
export type Act = <K extends ControlRequest>(
  name: K,
  input: Asked<SignallingRequests, K>,
) => Promise<Output<SignallingRequests, K> | undefined>;

export function useAct(controls: Pick<ControlsView, 'ask'>): Act {
  const { t } = useTranslation();
  const { toast } = useVoice();
  return async (name, input) => {
    try {
      return await controls.ask(name, input);
    } catch (thrown) {
      toast({ title: t('host.failed'), detail: t(`host.${wordsFor(thrown)}`), tone: 'danger' });
      return undefined;
    }
  };
}

function wordsFor(thrown: unknown): 'failedForbidden' | 'failedGone' | 'failedRate' | 'failedOther' {
  const code = thrown instanceof Refusal ? thrown.code : undefined;
  if (code === 'forbidden') return 'failedForbidden';
  if (code === 'not-found' || code === 'conflict') return 'failedGone';
  return code === 'too-many-requests' ? 'failedRate' : 'failedOther';
}
