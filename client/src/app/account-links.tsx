import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import styles from './frame.module.css';

/** The way to one's account, in the head of every page. Knows only whether this browser was signed in last time. */
export function AccountLinks({ isSignedIn }: { readonly isSignedIn: boolean }) {
  const { t } = useTranslation();
  return (
    <nav className={styles.links} aria-label={t('account.nav')}>
      {isSignedIn ? (
        <>
          <Link href="/conversations">{t('conversations.link')}</Link>
          <Link href="/rooms">{t('rooms.link')}</Link>
          <Link href="/account">{t('account.profile')}</Link>
        </>
      ) : (
        <>
          <Link href="/login">{t('account.signIn')}</Link>
          <Link href="/register">{t('account.register')}</Link>
        </>
      )}
    </nav>
  );
}
