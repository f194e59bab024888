import { CircleCheck, Link2Off } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.js';
import { Spinner } from '../../ui/spinner.js';
import type { AccountActions } from './account-actions.js';
import { AccountCard, AccountForm } from './account-form.js';
import { FailureNotice } from './failure-notice.js';
import { isEmail, passwordFaultOf } from './faults.js';
import { EmailField, PasswordField } from './fields.js';
import { MailSent } from './mail-sent.js';
import { Outcome } from './outcome.js';
import { useSubmit } from './use-submit.js';

interface LinkProps {
  /** What stands in the address behind the `#`, which browsers send to nobody. */
  readonly token: string;
  readonly onGo: (path: string) => void;
}

/** Where the link in the first mail leads. */
export function ConfirmPage({
  account,
  token,
  onGo,
}: LinkProps & { readonly account: Pick<AccountActions, 'confirm'> }) {
  const { t } = useTranslation();
  const submit = useSubmit();
  const [isConfirmed, setConfirmed] = useState(false);
  const asked = useRef(false);
  useEffect(() => {
    // The link counts once; a second drawing must not use it up.
    if (asked.current) return;
    asked.current = true;
    void submit.run(() => account.confirm(token)).then((isDone) => isDone && setConfirmed(true));
  });
  if (isConfirmed) return <Done title={t('account.confirmedTitle')} body={t('account.confirmedBody')} onGo={onGo} />;
  if (isDeadLink(submit.failure))
    return <DeadLink action={t('account.linkRegister')} onPress={() => onGo('/register')} />;
  return (
    <AccountCard pageTitle={t('account.confirmPage')} title={t('account.confirmPage').split(' · ')[0] ?? ''}>
      {submit.failure === undefined ? (
        <Spinner label={t('account.confirming')} />
      ) : (
        <FailureNotice failure={submit.failure} />
      )}
    </AccountCard>
  );
}

/** Asks for a link by which one chooses a new password. */
export function ForgotPage({ account }: { readonly account: Pick<AccountActions, 'beginReset'> }) {
  const { t, i18n } = useTranslation();
  const [email, setEmail] = useState('');
  const [isChecked, setChecked] = useState(false);
  const [sentTo, setSentTo] = useState<string | undefined>();
  const submit = useSubmit();
  const send = (): boolean => {
    setChecked(true);
    if (!isEmail(email)) return false;
    const address = email.trim();
    void submit.run(() => account.beginReset(address, i18n.language)).then((isDone) => isDone && setSentTo(address));
    return true;
  };
  if (sentTo !== undefined) return <MailSent email={sentTo} onAgain={() => setSentTo(undefined)} />;
  return (
    <AccountCard pageTitle={t('account.forgotPage')} title={t('account.forgotTitle')} about={t('account.forgotAbout')}>
      <AccountForm onSubmit={send}>
        <FailureNotice failure={submit.failure} />
        <EmailField value={email} onChange={setEmail} isChecked={isChecked} />
        <Button type="submit" variant="primary" size="large" wide busy={submit.isBusy}>
          {t('account.forgotSend')}
        </Button>
      </AccountForm>
    </AccountCard>
  );
}

/** Where the link for a new password leads. */
export function ResetPage({
  account,
  token,
  onGo,
}: LinkProps & { readonly account: Pick<AccountActions, 'finishReset'> }) {
  const { t } = useTranslation();
  const [password, setPassword] = useState('');
  const [isChecked, setChecked] = useState(false);
  const [isDone, setDone] = useState(false);
  const submit = useSubmit();
  const send = (): boolean => {
    setChecked(true);
    if (passwordFaultOf(password) !== undefined) return false;
    void submit.run(() => account.finishReset(token, password)).then((isDone) => isDone && setDone(true));
    return true;
  };
  if (isDone) return <Done title={t('account.resetDoneTitle')} body={t('account.resetDoneBody')} onGo={onGo} />;
  if (isDeadLink(submit.failure)) return <DeadLink action={t('account.linkReset')} onPress={() => onGo('/forgot')} />;
  return (
    <AccountCard pageTitle={t('account.resetPage')} title={t('account.resetTitle')} about={t('account.resetAbout')}>
      <AccountForm onSubmit={send}>
        {submit.failure !== 'weak-password' && <FailureNotice failure={submit.failure} />}
        <PasswordField
          label={t('account.newPassword')}
          isNew
          value={password}
          onChange={(value) => {
            setPassword(value);
            submit.clear();
          }}
          isChecked={isChecked}
          refused={submit.failure === 'weak-password' ? t('account.passwordGuessable') : undefined}
        />
        <Button type="submit" variant="primary" size="large" wide busy={submit.isBusy}>
          {t('account.resetSave')}
        </Button>
      </AccountForm>
    </AccountCard>
  );
}

/** Used, too old, or cut short so that it does not even look like one. */
function isDeadLink(failure: ReturnType<typeof useSubmit>['failure']): boolean {
  return failure === 'not-found' || failure === 'invalid-input' || failure === 'conflict';
}

interface DoneProps {
  readonly title: string;
  readonly body: string;
  readonly onGo: (path: string) => void;
}

function Done({ title, body, onGo }: DoneProps) {
  const { t } = useTranslation();
  return (
    <Outcome
      icon={<CircleCheck />}
      title={title}
      body={body}
      action={
        <Button variant="primary" size="large" wide onClick={() => onGo('/login')}>
          {t('account.signIn')}
        </Button>
      }
    />
  );
}

function DeadLink({ action, onPress }: { readonly action: string; readonly onPress: () => void }) {
  const { t } = useTranslation();
  return (
    <Outcome
      icon={<Link2Off />}
      tone="warning"
      title={t('account.linkTitle')}
      body={t('account.linkBody')}
      action={
        <Button variant="primary" size="large" wide onClick={onPress}>
          {action}
        </Button>
      }
    />
  );
}
