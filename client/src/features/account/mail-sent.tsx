import { MailCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.js';
import { MessagePage } from '../../ui/message-page.js';

interface Props {
  readonly email: string;
  readonly onAgain: () => void;
}

/** The same words whether or not anything was sent: nobody learns here who has an account. */
export function MailSent({ email, onAgain }: Props) {
  const { t } = useTranslation();
  return (
    <MessagePage
      icon={<MailCheck />}
      tone="accent"
      title={t('account.mailTitle')}
      actions={<Button onClick={onAgain}>{t('account.mailAgain')}</Button>}
    >
      <p>{t('account.mailBody', { email })}</p>
    </MessagePage>
  );
}
