import { MonitorSmartphone } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { CallView } from '../../engine/model.js';
import { useStore } from '../../engine/use-store.js';
import { Button } from '../../ui/button.js';
import { ErrorNotice } from '../../ui/error-notice.js';
import styles from './prejoin.module.css';

/** For who is in this meeting on another device: the way to bring it here. */
export function MoveHere({ call }: { readonly call: Pick<CallView, 'move' | 'moveHere' | 'state'> }) {
  const { t } = useTranslation();
  const move = useStore(call.move);
  const { kind } = useStore(call.state);
  return (
    <output className={styles.move}>
      {move.kind === 'expired' && <ErrorNotice title={t('move.expired')}>{t('move.expiredBody')}</ErrorNotice>}
      {move.kind === 'elsewhere' && (
        <>
          <p className={styles.hint}>{t('move.elsewhere', { name: move.name })}</p>
          <Button
            variant="primary"
            size="large"
            wide
            busy={kind === 'joining'}
            icon={<MonitorSmartphone aria-hidden="true" />}
            onClick={() => void call.moveHere()}
          >
            {t('move.here')}
          </Button>
        </>
      )}
    </output>
  );
}
