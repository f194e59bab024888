import { MailCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.js';
import { Outcome } from './outcome.js';

interface Props {
  readonly email: string;
  readonly onAgain: () => void;
}

/** The same words whether or not anything was sent: nobody learns here who has an account. */
export function MailSent({ email, onAgain }: Props) {
  const { t } = useTranslation();
  return (
    <Outcome
      icon={<MailCheck />}
      title={t('account.mailTitle')}
      body={t('account.mailBody', { email })}
      action={<Button onClick={onAgain}>{t('account.mailAgain')}</Button>}
    />
  );
}
