import { CircleHelp, CloudAlert, LockOpen } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../ui/button.js';
import { MessagePage } from '../ui/message-page.js';
import { Spinner } from '../ui/spinner.js';
import styles from './frame.module.css';

export function NotFoundPage({ onHome }: { readonly onHome: () => void }) {
  const { t } = useTranslation();
  return (
    <MessagePage
      icon={<CircleHelp />}
      title={t('app.notFoundTitle')}
      actions={
        <Button variant="primary" size="large" onClick={onHome}>
          {t('app.home')}
        </Button>
      }
    >
      <p>{t('app.notFoundBody')}</p>
    </MessagePage>
  );
}

/** The page came over plain HTTP, where browsers lend no camera and no microphone. */
export function InsecurePage({ onHome }: { readonly onHome: () => void }) {
  const { t } = useTranslation();
  const openSecurely = () => window.location.replace(window.location.href.replace(/^http:/, 'https:'));
  return (
    <MessagePage
      icon={<LockOpen />}
      tone="warning"
      title={t('insecure.title')}
      actions={
        <>
          <Button variant="primary" size="large" onClick={openSecurely}>
            {t('insecure.open')}
          </Button>
          <Button size="large" onClick={onHome}>
            {t('app.home')}
          </Button>
        </>
      }
    >
      <p>{t('insecure.body')}</p>
    </MessagePage>
  );
}

/** Stands in for a page that broke. Both buttons load the page anew, since what is in memory cannot be trusted. */
export function CrashPage() {
  const { t } = useTranslation();
  return (
    <MessagePage
      icon={<CloudAlert />}
      tone="danger"
      title={t('app.crashTitle')}
      actions={
        <>
          <Button variant="primary" size="large" onClick={() => window.location.reload()}>
            {t('app.crashReload')}
          </Button>
          <Button size="large" onClick={() => window.location.assign('/')}>
            {t('app.home')}
          </Button>
        </>
      }
    >
      <p>{t('app.crashBody')}</p>
    </MessagePage>
  );
}

/** Between the press and the page whose script is on its way. */
export function LoadingPage() {
  const { t } = useTranslation();
  return (
    <div className={styles.loading}>
      <Spinner label={t('app.loading')} />
    </div>
  );
}
