import { useEffect, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallView } from '../../engine/model.js';
import { useStore } from '../../engine/use-store.js';
import { Button } from '../../ui/button.js';
import { Card } from '../../ui/card.js';
import { Logo } from '../../ui/logo.js';
import { Spinner } from '../../ui/spinner.js';
import { usePageTitle } from '../../ui/use-page-title.js';
import { CameraPreview } from './camera-preview.js';
import { DeviceSwitches } from './device-switches.js';
import styles from './prejoin.module.css';

interface Props {
  readonly call: CallView;
  readonly deviceNotices: ReactNode;
  readonly deviceSettings: ReactNode;
}

/** The lobby, from inside: what happens next, what can be tried meanwhile, and what the hosts say. */
export function WaitingRoom({ call, deviceNotices, deviceSettings }: Props) {
  const { t } = useTranslation();
  const wasMovedBack = useStore(call.lobby.wasMovedBack);
  const heading = useRef<HTMLHeadingElement>(null);
  usePageTitle(t('lobby.pageTitle'));
  useEffect(() => heading.current?.focus(), []);
  return (
    <div className={styles.page}>
      <header className={styles.header}>
        <Logo />
      </header>
      <main className={styles.main}>
        <h1 ref={heading} tabIndex={-1} className={styles.title}>
          {t(wasMovedBack ? 'lobby.titleBack' : 'lobby.title')}
        </h1>
        <div className={styles.look}>
          <CameraPreview devices={call.devices} name={call.lastName} />
          <DeviceSwitches devices={call.devices} />
          {deviceNotices}
        </div>
        <div className={styles.entry}>
          <div className={styles.waiting}>
            <p className={styles.waitingNow}>
              <Spinner size="small" /> {t(wasMovedBack ? 'lobby.bodyBack' : 'lobby.body')}
            </p>
            <p className={styles.quiet}>{t('lobby.keepOpen')}</p>
            <Messages call={call} />
            <Button size="large" wide onClick={() => void call.leave()}>
              {t('lobby.leave')}
            </Button>
          </div>
        </div>
        <section className={styles.devices} aria-label={t('prejoin.settings')}>
          {deviceSettings}
        </section>
      </main>
    </div>
  );
}

/** There from the start, so that a screen reader hears of the first message too. */
function Messages({ call }: { readonly call: Pick<CallView, 'lobby'> }) {
  const { t } = useTranslation();
  const messages = useStore(call.lobby.messages);
  return (
    <div role="log" aria-label={t('lobby.messages')}>
      {messages.length > 0 && (
        <Card>
          <h2 className={styles.messagesTitle}>{t('lobby.messages')}</h2>
          {messages.map(({ number, text }) => (
            <p key={number} className={styles.message} dir="auto">
              {text}
            </p>
          ))}
        </Card>
      )}
    </div>
  );
}
