import type { ReactNode } from 'react';
import { Card } from '../../ui/card.js';
import { usePageTitle } from '../../ui/use-page-title.js';
import styles from './account.module.css';

interface Props {
  readonly icon: ReactNode;
  readonly tone?: 'accent' | 'warning';
  readonly title: string;
  readonly body: string;
  readonly action: ReactNode;
}

/** What came of something, and what to do next. Takes the focus, so that it is read out although nobody pressed anything. */
export function Outcome({ icon, tone = 'accent', title, body, action }: Props) {
  usePageTitle(`${title} · Parley`);
  return (
    <main className={styles.page}>
      <Card padding="large" className={styles.card}>
        <span className={styles.icon} data-tone={tone} aria-hidden="true">
          {icon}
        </span>
        <h1 className={styles.title} ref={focusOn} tabIndex={-1}>
          {title}
        </h1>
        <p className={styles.about}>{body}</p>
        <div className={styles.buttons}>{action}</div>
      </Card>
    </main>
  );
}

/** Runs when the heading comes onto the page. */
function focusOn(heading: HTMLHeadingElement | null): void {
  heading?.focus();
}
