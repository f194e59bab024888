import { Bell } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { NoticesView } from '../../engine/messenger/notices.js';
import { useStore } from '../../engine/use-store.js';
import { Button } from '../../ui/button.js';
import styles from './conversation-page.module.css';

/** Offers notices to who was never asked. Only the press of its button makes the browser ask. */
export function NoticesOffer({ notices }: { readonly notices: NoticesView }) {
  const { t } = useTranslation();
  const state = useStore(notices.state);
  const [isLater, setLater] = useState(false);
  if (state !== 'unasked' || isLater) return undefined;
  return (
    <div className={styles.offer}>
      <Bell aria-hidden="true" />
      <div>
        <p>{t('notices.offer')}</p>
        <Button size="small" variant="quiet" onClick={() => void notices.turnOn()}>
          {t('notices.turnOn')}
        </Button>
        <Button
          size="small"
          variant="quiet"
          onClick={() => {
            setLater(true);
            notices.turnOff();
          }}
        >
          {t('notices.later')}
        </Button>
      </div>
    </div>
  );
}
