import { useTranslation } from 'react-i18next';
import { Refusal } from '#contracts';
import { useVoice } from '../../ui/ui-root.js';

/** Says so when something fails, and what to do. Resolves with whether it worked; never rejects. */
export function useAttempt(): (work: () => Promise<unknown>) => Promise<boolean> {
  const { t } = useTranslation();
  const { toast } = useVoice();
  return async (work) => {
    try {
      await work();
      return true;
    } catch (thrown) {
      const why = thrown instanceof Refusal ? thrown.message : '';
      toast({ title: t('rooms.failed'), detail: t(`rooms.${wordsFor(thrown)}`, { why }), tone: 'danger' });
      return false;
    }
  };
}

function wordsFor(thrown: unknown) {
  if (!(thrown instanceof Refusal)) return 'failedBody';
  switch (thrown.code) {
    case 'limit-reached':
      return 'failedLimit';
    case 'too-many-requests':
      return 'failedRate';
    case 'not-found':
    case 'meeting-ended':
    case 'conflict':
      return 'failedGone';
    case 'forbidden':
      return 'failedForbidden';
    case 'invalid-input':
      return 'failedInput';
    default:
      return 'failedBody';
  }
}
