import { Laptop, Smartphone } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SessionView } from '#contracts';
import { Badge } from '../../ui/badge.js';
import { Button } from '../../ui/button.js';
import { Card } from '../../ui/card.js';
import { ConfirmDialog } from '../../ui/confirm-dialog.js';
import { Skeleton } from '../../ui/skeleton.js';
import type { AccountActions } from './account-actions.js';
import { deviceOf } from './device-name.js';
import { FailureNotice } from './failure-notice.js';
import { useSubmit } from './use-submit.js';
import styles from './account.module.css';

interface Props {
  readonly account: Pick<AccountActions, 'sessions' | 'endSession' | 'signOut' | 'signOutEverywhere'>;
}

/** Every place where one is signed in, and the ways out. */
export function Sessions({ account }: Props) {
  const { t } = useTranslation();
  const [sessions, setSessions] = useState<readonly SessionView[] | undefined>();
  const [isAsking, setAsking] = useState(false);
  const submit = useSubmit();
  useEffect(() => {
    account.sessions().then(setSessions, () => setSessions([])); // A list that did not come shows only the ways out.
  }, [account]);
  const end = (session: SessionView) =>
    void submit.run(async () => {
      if (session.isCurrent) return account.signOut();
      await account.endSession(session.sessionId);
      setSessions(await account.sessions());
    });
  return (
    <Card padding="large" className={styles.card}>
      <h2 className={styles.heading}>{t('account.sessions')}</h2>
      <p className={styles.about}>{t('account.sessionsAbout')}</p>
      <FailureNotice failure={submit.failure} />
      {sessions === undefined ? (
        <Skeleton />
      ) : (
        <ul className={styles.sessions} aria-label={t('account.sessions')}>
          {sessions.map((session) => (
            <SessionRow key={session.sessionId} session={session} onEnd={() => end(session)} />
          ))}
        </ul>
      )}
      <div className={styles.buttons}>
        <Button busy={submit.isBusy} onClick={() => void submit.run(() => account.signOut())}>
          {t('account.signOut')}
        </Button>
        <Button variant="quiet" onClick={() => setAsking(true)}>
          {t('account.signOutAll')}
        </Button>
      </div>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setAsking}
        title={t('account.signOutAllQuestion')}
        description={t('account.signOutAllExplained')}
        confirmLabel={t('account.signOutAll')}
        busy={submit.isBusy}
        onConfirm={() => void submit.run(() => account.signOutEverywhere()).then(() => setAsking(false))}
      />
    </Card>
  );
}

interface SessionRowProps {
  readonly session: SessionView;
  readonly onEnd: () => void;
}

function SessionRow({ session, onEnd }: SessionRowProps) {
  const { t, i18n } = useTranslation();
  const { name, isPhone } = deviceOf(session.device);
  const device = name ?? t('account.sessionUnknown');
  const when = new Intl.DateTimeFormat(i18n.language === 'ar-XB' ? 'en' : i18n.language, {
    dateStyle: 'medium',
    timeStyle: 'short',
  }).format(session.lastUsedAtMs);
  return (
    <li className={styles.session}>
      {isPhone ? <Smartphone aria-hidden="true" /> : <Laptop aria-hidden="true" />}
      <div className={styles.words}>
        <p className={styles.device}>
          {device}
          {session.isCurrent && <Badge tone="accent">{t('account.sessionThis')}</Badge>}
        </p>
        <p>{t('account.sessionUsed', { when })}</p>
      </div>
      {!session.isCurrent && (
        <Button size="small" aria-label={t('account.sessionEnd', { device })} onClick={onEnd}>
          {t('account.signOut')}
        </Button>
      )}
    </li>
  );
}
