import { Mic } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallView } from '../../../engine/model.js';
import { useStore } from '../../../engine/use-store.js';
import { Button } from '../../../ui/button.js';
import { useVoice } from '../../../ui/ui-root.js';
import styles from './host.module.css';

/**
 * A host asks this person to unmute: one large button in the middle. It does not take the focus, since a key pressed in the
 * middle of a word must not open anybody's microphone; it is the first stop of Tab in the meeting, and is said at once.
 */
export function UnmuteWishCard({ call }: { readonly call: Pick<CallView, 'controls'> }) {
  const { t } = useTranslation();
  const { announce } = useVoice();
  const wish = useStore(call.controls.unmuteWish);
  const title =
    wish === undefined
      ? undefined
      : wish.actorName === ''
        ? t('unmute.titleUnknown')
        : t('unmute.title', { actor: wish.actorName });
  useEffect(() => {
    if (title !== undefined) announce(title, 'assertive');
    // Said once for each time it is asked.
  }, [title, announce]);
  if (title === undefined) return undefined;
  return (
    <section className={styles.wish} aria-label={title}>
      <h2 className={styles.wishTitle}>{title}</h2>
      <Button
        className={styles.wishButton ?? ''}
        variant="primary"
        size="large"
        icon={<Mic aria-hidden="true" />}
        onClick={() => call.controls.answerWish(true)}
      >
        {t('unmute.accept')}
      </Button>
      <Button variant="quiet" onClick={() => call.controls.answerWish(false)}>
        {t('unmute.decline')}
      </Button>
      <p className={styles.wishNote}>{t('unmute.note')}</p>
    </section>
  );
}
