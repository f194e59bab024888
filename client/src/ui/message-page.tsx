import type { ReactNode } from 'react';
import { Logo } from './logo.js';
import styles from './message-page.module.css';
import { usePageTitle } from './use-page-title.js';

interface Props {
  readonly icon: ReactNode;
  readonly tone?: 'neutral' | 'accent' | 'warning' | 'danger';
  readonly title: string;
  readonly children?: ReactNode;
  /** Buttons, the main one first. */
  readonly actions?: ReactNode;
}

/**
 * A whole page that says one thing and what to do next. It takes the focus when it appears, so that a screen reader
 * reads it although nobody pressed anything.
 */
export function MessagePage({ icon, tone = 'neutral', title, children, actions }: Props) {
  usePageTitle(`${title} · Parley`);
  return (
    <div className={styles.page}>
      <header className={styles.header}>
        <Logo />
      </header>
      <main className={styles.main}>
        <span className={styles.icon} data-tone={tone} aria-hidden="true">
          {icon}
        </span>
        <h1 key={title} className={styles.title} ref={focusOn} tabIndex={-1}>
          {title}
        </h1>
        <div className={styles.text}>{children}</div>
        {actions !== undefined && <div className={styles.actions}>{actions}</div>}
      </main>
    </div>
  );
}

/** Runs when the heading comes onto the page; another title is another heading. */
function focusOn(heading: HTMLHeadingElement | null): void {
  heading?.focus();
}
