import { useTranslation } from 'react-i18next';
import { usePageTitle } from '../../ui/use-page-title.js';
import { Illustration } from './illustration.js';
import { JoinForm } from './join-form.js';
import { NewMeeting } from './new-meeting.js';
import styles from './home-page.module.css';

export interface HomePageProps {
  /** Asks the server for a new room. Rejects with a `Refusal` when the server answered and said no. */
  readonly createRoom: () => Promise<{ readonly roomId: string }>;
  readonly onOpenRoom: (roomId: string) => void;
  /** Leaves for a meeting on another server. */
  readonly onOpenUrl: (url: string) => void;
}

/** Where one starts a meeting or joins one. */
export function HomePage({ createRoom, onOpenRoom, onOpenUrl }: HomePageProps) {
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
