import { UserRoundX } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.js';
import { Spinner } from '../../ui/spinner.js';
import type { AccountActions } from './account-actions.js';
import { AccountCard } from './account-form.js';
import { FailureNotice } from './failure-notice.js';
import { Outcome } from './outcome.js';
import { useSubmit } from './use-submit.js';

interface Props {
  readonly account: Pick<AccountActions, 'finishWithProvider'>;
  /** What the provider has put into the address, question mark included. */
  readonly query: string;
  readonly onSignedIn: () => void;
  readonly onGo: (path: string) => void;
}

/** Where the operator's provider leads back to. The page finishes by a request of its own, since no state changes by an address. */
export function OidcPage({ account, query, onSignedIn, onGo }: Props) {
  const { t } = useTranslation();
  const submit = useSubmit();
  const asked = useRef(false);
  useEffect(() => {
    // What the provider gave counts once; a second drawing must not use it up.
    if (asked.current) return;
    asked.current = true;
    void submit.run(() => account.finishWithProvider(query)).then((isDone) => isDone && onSignedIn());
  });
  if (submit.failure === undefined) {
    return (
      <AccountCard pageTitle={t('account.signInPage')} title={t('account.signInTitle')}>
        <Spinner label={t('account.providerFinishing')} />
      </AccountCard>
    );
  }
  const isBegunAnew = submit.failure === 'unauthenticated' || submit.failure === 'invalid-input';
  const again = (
    <Button variant="primary" size="large" wide onClick={() => onGo('/login')}>
      {t('account.providerAgain')}
    </Button>
  );
  if (isBegunAnew || submit.failure === 'forbidden') {
    return (
      <Outcome
        icon={<UserRoundX />}
        tone="warning"
        title={t('account.providerFailed')}
        body={t(isBegunAnew ? 'account.providerFailedBody' : 'account.providerNoAddress')}
        action={again}
      />
    );
  }
  return (
    <AccountCard pageTitle={t('account.signInPage')} title={t('account.signInTitle')}>
      <FailureNotice failure={submit.failure} />
      {again}
    </AccountCard>
  );
}
