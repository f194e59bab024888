import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import styles from './error-notice.module.css';

interface Props {
  readonly title: string;
  /** What to do now. A notice that only regrets does not help. */
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}

/** Something failed, here, and this is what to do. Read out at once. */
export function ErrorNotice({ title, children, action }: Props) {
  return (
    <div className={styles.notice} role="alert">
      <CircleAlert className={styles.icon} aria-hidden="true" />
      <div className={styles.words}>
        <p className={styles.title}>{title}</p>
        {children !== undefined && <p className={styles.text}>{children}</p>}
      </div>
      {action !== undefined && <div className={styles.action}>{action}</div>}
    </div>
  );
}
