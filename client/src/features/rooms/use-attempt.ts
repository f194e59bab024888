import { useTranslation } from 'react-i18next';
import { useVoice } from '../../ui/ui-root.js';

/** Says so when something fails. Resolves with whether it worked; never rejects. */
export function useAttempt(): (work: () => Promise<unknown>) => Promise<boolean> {
  const { t } = useTranslation();
  const { toast } = useVoice();
  return async (work) => {
    try {
      await work();
      return true;
    } catch {
      toast({ title: t('rooms.failed'), detail: t('rooms.failedBody'), tone: 'danger' });
      return false;
    }
  };
}
