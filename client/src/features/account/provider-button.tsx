import { KeyRound } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.js';
import type { AccountActions } from './account-actions.js';
import { FailureNotice } from './failure-notice.js';
import { useSubmit } from './use-submit.js';
import styles from './account.module.css';

interface Props {
  readonly account: Pick<AccountActions, 'beginWithProvider'>;
  /** As the operator calls the provider. */
  readonly name: string;
  readonly onLeave: (url: string) => void;
}

/** The other way in: the operator's own provider. */
export function ProviderButton({ account, name, onLeave }: Props) {
  const { t } = useTranslation();
  const submit = useSubmit();
  return (
    <div className={styles.provider}>
      <p className={styles.or}>{t('account.or')}</p>
      <FailureNotice failure={submit.failure} />
      <Button
        size="large"
        wide
        icon={<KeyRound aria-hidden="true" />}
        busy={submit.isBusy}
        onClick={() => void submit.run(async () => onLeave(await account.beginWithProvider()))}
      >
        {t('account.withProvider', { name })}
      </Button>
    </div>
  );
}
