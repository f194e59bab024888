import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { Button } from '../../ui/button.js';
import { ErrorNotice } from '../../ui/error-notice.js';
import type { AccountActions } from './account-actions.js';
import { AccountCard, AccountForm } from './account-form.js';
import { FailureNotice } from './failure-notice.js';
import { isEmail, isName, passwordFaultOf } from './faults.js';
import { EmailField, NameField, PasswordField } from './fields.js';
import { MailSent } from './mail-sent.js';
import { useOptions } from './use-options.js';
import { useSubmit } from './use-submit.js';
import styles from './account.module.css';

interface Props {
  readonly account: Pick<AccountActions, 'register' | 'options'>;
}

export function RegisterPage({ account }: Props) {
  const { t, i18n } = useTranslation();
  const [typed, setTyped] = useState({ name: '', email: '', password: '' });
  const [isChecked, setChecked] = useState(false);
  const [sentTo, setSentTo] = useState<string | undefined>();
  const submit = useSubmit();
  const canRegister = useOptions(account)?.canRegister;
  const change = (part: keyof typeof typed) => (value: string) => {
    setTyped({ ...typed, [part]: value });
    submit.clear();
  };

  const send = (): boolean => {
    setChecked(true);
    const { name, email, password } = typed;
    if (!isName(name) || !isEmail(email) || passwordFaultOf(password) !== undefined) return false;
    const wish = { name: name.trim(), email: email.trim(), password, language: i18n.language };
    void submit.run(() => account.register(wish)).then((isDone) => isDone && setSentTo(wish.email));
    return true;
  };
  if (sentTo !== undefined) return <MailSent email={sentTo} onAgain={() => setSentTo(undefined)} />;
  return (
    <AccountCard
      pageTitle={t('account.registerPage')}
      title={t('account.registerTitle')}
      about={t('account.registerAbout')}
    >
      {canRegister === false ? (
        <ErrorNotice title={t('account.registerClosed')}>{t('account.registerClosedBody')}</ErrorNotice>
      ) : (
        <AccountForm onSubmit={send}>
          {submit.failure !== 'weak-password' && <FailureNotice failure={submit.failure} />}
          <NameField value={typed.name} onChange={change('name')} isChecked={isChecked} />
          <EmailField value={typed.email} onChange={change('email')} isChecked={isChecked} />
          <PasswordField
            label={t('account.password')}
            isNew
            value={typed.password}
            onChange={change('password')}
            isChecked={isChecked}
            refused={submit.failure === 'weak-password' ? t('account.passwordGuessable') : undefined}
          />
          <Button type="submit" variant="primary" size="large" wide busy={submit.isBusy}>
            {t('account.register')}
          </Button>
        </AccountForm>
      )}
      <p className={styles.more}>
        <span>
          {t('account.registerHave')} <Link href="/login">{t('account.signIn')}</Link>
        </span>
      </p>
    </AccountCard>
  );
}
