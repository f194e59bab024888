import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { NoticesView } from '../../engine/messenger/notices.js';
import type { MessengerView } from '../../engine/messenger/model.js';
import { useStore } from '../../engine/use-store.js';
import { Card } from '../../ui/card.js';
import { Switch } from '../../ui/switch.js';
import { useVoice } from '../../ui/ui-root.js';
import styles from './visibility-card.module.css';

interface Props {
  readonly messenger: Pick<MessengerView, 'isVisible' | 'setVisible' | 'isConnected'>;
  readonly notices: NoticesView;
}

/** Who sees that one is here, and what one is told outside the page. */
export function VisibilityCard({ messenger, notices }: Props) {
  const { t } = useTranslation();
  return (
    <Card padding="large" className={styles.card}>
      <h2 className={styles.heading}>{t('presence.heading')}</h2>
      <Visible messenger={messenger} />
      <NoticesSwitch notices={notices} />
    </Card>
  );
}

function Visible({ messenger }: Pick<Props, 'messenger'>) {
  const { t } = useTranslation();
  const { toast } = useVoice();
  const isConnected = useStore(messenger.isConnected);
  const [isVisible, setVisible] = useState<boolean | undefined>();
  const [isBusy, setBusy] = useState(false);
  useEffect(() => {
    let isWanted = isConnected;
    // Asked again with the next connection.
    if (isConnected)
      messenger.isVisible().then(
        (now) => isWanted && setVisible(now),
        () => undefined,
      );
    return () => {
      isWanted = false;
    };
  }, [messenger, isConnected]);
  const change = async (next: boolean) => {
    setBusy(true);
    try {
      await messenger.setVisible(next);
      setVisible(next);
    } catch {
      toast({ title: t('presence.failed'), tone: 'danger' });
    }
    setBusy(false);
  };
  return (
    <Switch
      label={t('presence.visible')}
      hint={t('presence.visibleHint')}
      checked={isVisible ?? true}
      disabled={isVisible === undefined}
      busy={isBusy}
      onChange={(next) => void change(next)}
    />
  );
}

function NoticesSwitch({ notices }: Pick<Props, 'notices'>) {
  const { t } = useTranslation();
  const state = useStore(notices.state);
  if (state === 'unsupported') return undefined;
  return (
    <Switch
      label={t('notices.label')}
      hint={t(state === 'blocked' ? 'notices.blocked' : 'notices.hint')}
      checked={state === 'on'}
      disabled={state === 'blocked'}
      onChange={(isOn) => (isOn ? void notices.turnOn() : notices.turnOff())}
    />
  );
}
