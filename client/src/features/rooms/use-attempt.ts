import { useTranslation } from 'react-i18next';
import { Refusal, type RefusalCode } from '#contracts';
import { useVoice } from '../../ui/ui-root.js';
import { faultWords } from './fault-words.js';

/** Says so when something fails, and what to do. Resolves with whether it worked; never rejects. */
export function useAttempt(): (work: () => Promise<unknown>) => Promise<boolean> {
  const { t } = useTranslation();
  const { toast } = useVoice();
  return async (work) => {
    try {
      await work();
      return true;
    } catch (thrown) {
      const why = faultWords(t, thrown instanceof Refusal ? thrown.issue : undefined);
      toast({ title: t('rooms.failed'), detail: t(`rooms.${wordsFor(thrown)}`, { why }), tone: 'danger' });
      return false;
    }
  };
}

const WORDS = {
  'limit-reached': 'failedLimit',
  'too-many-requests': 'failedRate',
  'not-found': 'failedGone',
  'meeting-ended': 'failedGone',
  conflict: 'failedGone',
  forbidden: 'failedForbidden',
  'invalid-input': 'failedInput',
} as const satisfies Partial<Record<RefusalCode, string>>;

function wordsFor(thrown: unknown): (typeof WORDS)[keyof typeof WORDS] | 'failedBody' {
  const words: Partial<Record<RefusalCode, (typeof WORDS)[keyof typeof WORDS]>> = WORDS;
  return (thrown instanceof Refusal ? words[thrown.code] : undefined) ?? 'failedBody';
}
