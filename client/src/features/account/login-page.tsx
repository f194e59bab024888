import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { Button } from '../../ui/button.js';
import { ErrorNotice } from '../../ui/error-notice.js';
import type { AccountActions } from './account-actions.js';
import { AccountCard, AccountForm } from './account-form.js';
import { FailureNotice } from './failure-notice.js';
import { isEmail } from './faults.js';
import { EmailField, PasswordField } from './fields.js';
import { useSubmit } from './use-submit.js';
import styles from './account.module.css';

interface Props {
  readonly account: Pick<AccountActions, 'signIn' | 'options'>;
  readonly onSignedIn: () => void;
}

export function LoginPage({ account, onSignedIn }: Props) {
  const { t } = useTranslation();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [isChecked, setChecked] = useState(false);
  const submit = useSubmit();
  const canRegister = useCanRegister(account);

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
      {canRegister !== false && (
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

/** Undefined until the server has said; nothing is hidden on a guess. */
export function useCanRegister(account: Pick<AccountActions, 'options'>): boolean | undefined {
  const [canRegister, setCanRegister] = useState<boolean | undefined>();
  useEffect(() => {
    let isShown = true;
    account.options().then(
      (options) => isShown && setCanRegister(options.canRegister),
      () => undefined, // Whoever tries to register learns of it there.
    );
    return () => {
      isShown = false;
    };
  }, [account]);
  return canRegister;
}
