import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountView } from '#contracts';
import { CHOSEN_LANGUAGES, LANGUAGE_NAMES, type ChosenLanguage } from '../../i18n/languages.js';
import { Button } from '../../ui/button.js';
import { Card } from '../../ui/card.js';
import { Select } from '../../ui/select.js';
import { useVoice } from '../../ui/ui-root.js';
import { usePageTitle } from '../../ui/use-page-title.js';
import type { AccountActions } from './account-actions.js';
import { AccountForm } from './account-form.js';
import { AvatarField } from './avatar-field.js';
import { FailureNotice } from './failure-notice.js';
import { isName, passwordFaultOf } from './faults.js';
import { NameField, PasswordField } from './fields.js';
import { Sessions } from './sessions.js';
import { useSubmit } from './use-submit.js';
import styles from './account.module.css';

interface Props {
  readonly account: AccountActions;
  /** Somebody who is signed in. */
  readonly view: AccountView;
  /** Cards that other features bring. */
  readonly children?: ReactNode;
}

/** One's own account: what one is called, the password, and where one is signed in. */
export function ProfilePage({ account, view, children }: Props) {
  const { t } = useTranslation();
  usePageTitle(t('account.profilePage'));
  return (
    <main className={styles.profile}>
      <h1 className={styles.title}>{t('account.profile')}</h1>
      <About account={account} view={view} />
      {children}
      <ChangePassword account={account} hasPassword={view.hasPassword} />
      <Sessions account={account} />
    </main>
  );
}

function About({ account, view }: Omit<Props, 'children'>) {
  const { t, i18n } = useTranslation();
  const { toast } = useVoice();
  const [name, setName] = useState(view.name);
  const [language, setLanguage] = useState<ChosenLanguage>(() => chosenOf(view.language ?? i18n.language));
  const submit = useSubmit();
  const send = (): boolean => {
    if (!isName(name)) return false;
    void submit
      .run(() => account.change({ name: name.trim(), language }))
      .then((isDone) => isDone && toast({ title: t('account.saved'), tone: 'success' }));
    return true;
  };
  return (
    <Card padding="large" className={styles.card}>
      <h2 className={styles.heading}>{t('account.about')}</h2>
      <AvatarField account={account} view={view} />
      <AccountForm onSubmit={send}>
        <FailureNotice failure={submit.failure} />
        <NameField value={name} onChange={setName} isChecked />
        <Select
          label={t('account.language')}
          options={CHOSEN_LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
          value={language}
          onChange={setLanguage}
        />
        <div className={styles.buttons}>
          <Button type="submit" variant="primary" busy={submit.isBusy}>
            {t('account.save')}
          </Button>
        </div>
      </AccountForm>
    </Card>
  );
}

function chosenOf(tag: string): ChosenLanguage {
  return CHOSEN_LANGUAGES.find((language) => tag.startsWith(language)) ?? 'en';
}

interface ChangePasswordProps {
  readonly account: Pick<AccountActions, 'changePassword'>;
  readonly hasPassword: boolean;
}

function ChangePassword({ account, hasPassword }: ChangePasswordProps) {
  const { t } = useTranslation();
  const { toast } = useVoice();
  const [typed, setTyped] = useState({ current: '', next: '' });
  const [isChecked, setChecked] = useState(false);
  const submit = useSubmit();
  const change = (part: keyof typeof typed) => (value: string) => {
    setTyped({ ...typed, [part]: value });
    submit.clear();
  };
  const send = (): boolean => {
    setChecked(true);
    if ((hasPassword && typed.current === '') || passwordFaultOf(typed.next) !== undefined) return false;
    const current = hasPassword ? typed.current : undefined;
    void submit
      .run(() => account.changePassword(current, typed.next))
      .then((isDone) => {
        if (!isDone) return;
        setTyped({ current: '', next: '' });
        setChecked(false);
        toast({ title: t('account.passwordChanged'), tone: 'success' });
      });
    return true;
  };
  const isOwnField = submit.failure === 'password' || submit.failure === 'weak-password';
  return (
    <Card padding="large" className={styles.card}>
      <h2 className={styles.heading}>{t('account.changePassword')}</h2>
      <AccountForm onSubmit={send}>
        {!isOwnField && <FailureNotice failure={submit.failure} />}
        {hasPassword && (
          <PasswordField
            label={t('account.currentPassword')}
            isNew={false}
            value={typed.current}
            onChange={change('current')}
            isChecked={isChecked}
            refused={submit.failure === 'password' ? t('account.currentWrong') : undefined}
          />
        )}
        <PasswordField
          label={t('account.newPassword')}
          isNew
          value={typed.next}
          onChange={change('next')}
          isChecked={isChecked}
          refused={submit.failure === 'weak-password' ? t('account.passwordGuessable') : undefined}
        />
        <div className={styles.buttons}>
          <Button type="submit" busy={submit.isBusy}>
            {t('account.changePassword')}
          </Button>
        </div>
      </AccountForm>
    </Card>
  );
}
