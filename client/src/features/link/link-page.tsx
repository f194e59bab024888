import { CloudAlert, Link2Off } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LinkId, Refusal, type RoomId } from '#contracts';
import { Button } from '../../ui/button.js';
import { MessagePage } from '../../ui/message-page.js';
import { Spinner } from '../../ui/spinner.js';
import { usePageTitle } from '../../ui/use-page-title.js';
import styles from './link-page.module.css';

interface Props {
  /** As it stands in the address: anything. */
  readonly linkId: string;
  /** This and `onOpenRoom` must stay the same: another one opens the link anew. */
  readonly openLink: (linkId: LinkId) => Promise<RoomId>;
  readonly onOpenRoom: (roomId: RoomId) => void;
  readonly onHome: () => void;
}

type Failure = 'dead' | 'busy' | 'unreachable' | 'other';

/**
 * Where an extra link leads: on to its room. One that never was, has expired or was revoked is all the same, so that nobody
 * learns of a room by guessing.
 */
export function LinkPage({ linkId, openLink, onOpenRoom, onHome }: Props) {
  const { t } = useTranslation();
  const [turn, setTurn] = useState(0);
  const [failure, setFailure] = useState<Failure | undefined>();
  useEffect(() => {
    let isWanted = turn >= 0; // Each turn tries anew.
    const parsed = LinkId.safeParse(linkId);
    const opened = parsed.success ? openLink(parsed.data) : Promise.reject(new Refusal('not-found', 'No link.'));
    // Safe to repeat: a link is opened, not used up.
    opened.then(
      (roomId) => isWanted && onOpenRoom(roomId),
      (thrown: unknown) => isWanted && setFailure(failureIn(thrown)),
    );
    return () => {
      isWanted = false;
    };
  }, [linkId, openLink, onOpenRoom, turn]);
  if (failure === undefined) return <Opening />;
  const home = (
    <Button variant={failure === 'dead' ? 'primary' : 'secondary'} size="large" onClick={onHome}>
      {t('app.home')}
    </Button>
  );
  if (failure === 'dead') {
    return (
      <MessagePage icon={<Link2Off />} title={t('linkPage.deadTitle')} actions={home}>
        <p>{t('linkPage.deadBody')}</p>
      </MessagePage>
    );
  }
  const again = () => {
    setFailure(undefined);
    setTurn(turn + 1);
  };
  return (
    <MessagePage
      icon={<CloudAlert />}
      tone="warning"
      title={t('linkPage.failedTitle')}
      actions={
        <>
          <Button variant="primary" size="large" onClick={again}>
            {t('app.tryAgain')}
          </Button>
          {home}
        </>
      }
    >
      <p>{t(`linkPage.${failure}`)}</p>
    </MessagePage>
  );
}

function Opening() {
  const { t } = useTranslation();
  usePageTitle(t('linkPage.pageTitle'));
  return (
    <main className={styles.opening}>
      <Spinner label={t('linkPage.opening')} />
    </main>
  );
}

function failureIn(thrown: unknown): Failure {
  if (!(thrown instanceof Refusal)) return 'unreachable';
  if (thrown.code === 'not-found' || thrown.code === 'invalid-input') return 'dead';
  return thrown.code === 'too-many-requests' ? 'busy' : 'other';
}
