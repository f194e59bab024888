import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { SoundWish } from '../../../engine/insight/model.js';
import type { CallView } from '../../../engine/model.js';
import { useStore } from '../../../engine/use-store.js';
import { useVoice } from '../../../ui/ui-root.js';

/** Somebody speaks whom this person does not hear, for their page plays no sound: it says so, with the way to mend it. */
export function useSoundWish(call: Pick<CallView, 'insight' | 'people' | 'unblockSound'>): void {
  const { t } = useTranslation();
  const { toast } = useVoice();
  const wish = useStore(call.insight.soundWish);
  const tell = ({ speakerId }: SoundWish) => {
    const speaker = call.people.get().find(({ participantId }) => participantId === speakerId);
    if (speaker === undefined) return;
    toast({
      title: t('audibility.wish', { name: speaker.name }),
      detail: t('audibility.wishBody'),
      action: { label: t('audibility.action.soundOn'), onPress: () => void call.unblockSound() },
    });
  };
  const latest = useRef(tell);
  useEffect(() => {
    latest.current = tell;
  });
  useEffect(() => {
    if (wish !== undefined) latest.current(wish);
  }, [wish]);
}
