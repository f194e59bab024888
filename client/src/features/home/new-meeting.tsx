import { Plus } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.js';
import { ErrorNotice } from '../../ui/error-notice.js';
import { VisuallyHidden } from '../../ui/visually-hidden.js';
import type { HomeActions } from './home-actions.js';

type Creation = 'idle' | 'busy' | 'unreachable' | 'refused';

/** The button that opens a room, and what is said when that fails. */
export function NewMeeting({ createRoom, onOpenRoom }: Pick<HomeActions, 'createRoom' | 'onOpenRoom'>) {
  const { t } = useTranslation();
  const [creation, setCreation] = useState<Creation>('idle');
  const isShown = useIsShown();

  const create = async () => {
    setCreation('busy');
    try {
      const { roomId } = await createRoom();
      // Whoever went elsewhere while the room was being made is not pulled into it.
      if (isShown()) onOpenRoom(roomId);
    } catch (thrown) {
      setCreation(thrown instanceof Error && thrown.name === 'Refusal' ? 'refused' : 'unreachable');
    }
  };

  return (
    <>
      <Button
        variant="primary"
        size="large"
        wide
        busy={creation === 'busy'}
        icon={<Plus aria-hidden="true" />}
        onClick={() => void create()}
      >
        {t('home.newMeeting')}
      </Button>
      <VisuallyHidden>
        <output>{creation === 'busy' ? t('home.startingMeeting') : ''}</output>
      </VisuallyHidden>
      {(creation === 'unreachable' || creation === 'refused') && (
        <ErrorNotice
          title={t(creation === 'refused' ? 'home.busyTitle' : 'home.unreachableTitle')}
          action={
            <Button size="small" variant="quiet" onClick={() => void create()}>
              {t('app.tryAgain')}
            </Button>
          }
        >
          {t(creation === 'refused' ? 'home.busyBody' : 'home.unreachableBody')}
        </ErrorNotice>
      )}
    </>
  );
}

/** Tells, at any later time, whether the component is still on the page. */
function useIsShown(): () => boolean {
  const shown = useRef(false);
  useEffect(() => {
    shown.current = true;
    return () => {
      shown.current = false;
    };
  }, []);
  return () => shown.current;
}
