import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ParticipantId } from '#contracts';
import type { CallView, PersonView } from '../../../engine/model.js';
import { useVoice } from '../../../ui/ui-root.js';

interface Mending {
  /** Has it mended and says what was done. Never rejects. */
  readonly mend: (listenerId: ParticipantId) => Promise<void>;
  readonly isBusy: boolean;
}

export function useMend({ insight, people }: Pick<CallView, 'insight' | 'people'>, speaker: PersonView): Mending {
  const { t } = useTranslation();
  const { toast } = useVoice();
  const [isBusy, setBusy] = useState(false);
  const mend = async (listenerId: ParticipantId) => {
    setBusy(true);
    try {
      const step = await insight.mend(speaker.participantId, listenerId);
      const name = people.get().find(({ participantId }) => participantId === listenerId)?.name ?? '';
      toast({ title: t(`audibility.done.${step}`, { name }) });
    } catch {
      toast({ title: t('audibility.mendFailed'), detail: t('audibility.mendFailedBody'), tone: 'danger' });
    } finally {
      setBusy(false);
    }
  };
  return { mend, isBusy };
}
