import { useTranslation } from 'react-i18next';
import { Card } from '../../ui/card.js';
import { CopyLink } from '../../ui/copy-link.js';
import styles from './invitation.module.css';

/** For who is alone in a meeting: the link, and how to send it. */
export function Invitation({ link }: { readonly link: string }) {
  const { t } = useTranslation();
  return (
    <Card className={styles.card}>
      <h2 className={styles.title}>{t('meeting.aloneTitle')}</h2>
      <p className={styles.text}>{t('meeting.aloneBody')}</p>
      <p className={styles.link} dir="ltr">
        {link}
      </p>
      <CopyLink link={link} variant="primary" wide />
    </Card>
  );
}
