import { useTranslation } from 'react-i18next';
import { usePageTitle } from '../../ui/use-page-title.js';
import { Illustration } from './illustration.js';
import type { HomeActions } from './home-actions.js';
import { JoinForm } from './join-form.js';
import { NewMeeting } from './new-meeting.js';
import styles from './home-page.module.css';

/** Where one starts a meeting or joins one. */
export function HomePage({ createRoom, onOpenRoom, onOpenUrl }: HomeActions) {
  const { t } = useTranslation();
  usePageTitle(t('home.pageTitle'));
  return (
    <main className={styles.home}>
      <div className={styles.words}>
        <h1 className={styles.title}>{t('home.title')}</h1>
        <p className={styles.promise}>{t('home.promise')}</p>
        <div className={styles.ways}>
          <NewMeeting createRoom={createRoom} onOpenRoom={onOpenRoom} />
          <p className={styles.or}>{t('home.or')}</p>
          <JoinForm onOpenRoom={onOpenRoom} onOpenUrl={onOpenUrl} />
        </div>
      </div>
      <Illustration />
    </main>
  );
}
