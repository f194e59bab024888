import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { Button } from '../../ui/button.js';
import { ErrorNotice } from '../../ui/error-notice.js';
import type { AccountActions } from './account-actions.js';
import { AccountCard, AccountForm } from './account-form.js';
import { FailureNotice } from './failure-notice.js';
import { isEmail } from './faults.js';
import { EmailField, PasswordField } from './fields.js';
import { ProviderButton } from './provider-button.js';
import { useOptions } from './use-options.js';
import { useSubmit } from './use-submit.js';
import styles from './account.module.css';

interface Props {
  readonly account: Pick<AccountActions, 'signIn' | 'options' | 'beginWithProvider'>;
  readonly onSignedIn: () => void;
  /** Goes to the operator's provider. */
  readonly onLeave: (url: string) => void;
}

export function LoginPage({ account, onSignedIn, onLeave }: Props) {
  const { t } = useTranslation();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [isChecked, setChecked] = useState(false);
  const submit = useSubmit();
  const options = useOptions(account);

  const send = (): boolean => {
    setChecked(true);
    if (!isEmail(email) || password === '') return false;
    void submit.run(() => account.signIn(email.trim(), password)).then((isDone) => isDone && onSignedIn());
    return true;
  };
  return (
    <AccountCard pageTitle={t('account.signInPage')} title={t('account.signInTitle')}>
      <AccountForm onSubmit={send}>
        {submit.failure === 'unauthenticated' ? (
          <ErrorNotice title={t('account.signInWrong')}>{t('account.signInWrongBody')}</ErrorNotice>
        ) : (
          <FailureNotice failure={submit.failure} />
        )}
        <EmailField value={email} onChange={setEmail} isChecked={isChecked} />
        <PasswordField
          label={t('account.password')}
          isNew={false}
          value={password}
          onChange={setPassword}
          isChecked={isChecked}
        />
        <Button type="submit" variant="primary" size="large" wide busy={submit.isBusy}>
          {t('account.signIn')}
        </Button>
      </AccountForm>
      {options?.oidc !== undefined && <ProviderButton account={account} name={options.oidc.name} onLeave={onLeave} />}
      {options?.canRegister !== false && (
        <p className={styles.more}>
          <Link href="/forgot">{t('account.forgotten')}</Link>
          <span>
            {t('account.signInNew')} <Link href="/register">{t('account.register')}</Link>
          </span>
        </p>
      )}
    </AccountCard>
  );
}
