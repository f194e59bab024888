import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallView } from '../../engine/model.js';
import { CopyLink } from '../../ui/copy-link.js';
import { Logo } from '../../ui/logo.js';
import { usePageTitle } from '../../ui/use-page-title.js';
import { CameraPreview } from './camera-preview.js';
import { DeviceSwitches } from './device-switches.js';
import { JoinForm } from './join-form.js';
import { MoveHere } from './move-here.js';
import styles from './prejoin.module.css';

interface Props {
  readonly call: CallView;
  /** What others need to come too. */
  readonly link: string;
  /** What is wrong with the devices; stands below their switches. */
  readonly deviceNotices: ReactNode;
  /** The choice of devices. */
  readonly deviceSettings: ReactNode;
}

/** Before the meeting: how one looks and sounds, what one is called, and in. Works without any device. */
export function PreJoin({ call, link, deviceNotices, deviceSettings }: Props) {
  const { t } = useTranslation();
  const [name, setName] = useState(call.lastName);
  usePageTitle(t('prejoin.pageTitle'));
  return (
    <div className={styles.page}>
      <header className={styles.header}>
        <Logo />
        <CopyLink link={link} variant="quiet" />
      </header>
      <main className={styles.main}>
        <h1 className={styles.title}>{t('prejoin.title')}</h1>
        <div className={styles.look}>
          <CameraPreview devices={call.devices} name={name} />
          <DeviceSwitches devices={call.devices} />
          {deviceNotices}
        </div>
        <div className={styles.entry}>
          <MoveHere call={call} />
          <JoinForm call={call} name={name} onName={setName} />
        </div>
        <section className={styles.devices} aria-label={t('prejoin.settings')}>
          {deviceSettings}
        </section>
      </main>
    </div>
  );
}
