import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { Logo } from '../ui/logo.js';
import styles from './frame.module.css';

interface Props {
  /** Stands at the end of the head. */
  readonly links?: ReactNode;
  readonly footer?: ReactNode;
  /** What is inside takes all of the window and scrolls by itself. */
  readonly isFilled?: boolean;
  readonly children: ReactNode;
}

/** What stands around pages outside a meeting: the name above, the settings below. */
export function Frame({ links, footer, isFilled = false, children }: Props) {
  const { t } = useTranslation();
  return (
    <div className={styles.frame} data-filled={isFilled}>
      <header className={styles.header}>
        <Link href="/" className={styles.homeLink} aria-label={t('app.homeLink')}>
          <Logo />
        </Link>
        {links}
      </header>
      {children}
      {footer !== undefined && <footer className={styles.footer}>{footer}</footer>}
    </div>
  );
}
