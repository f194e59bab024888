import type { ReactNode } from 'react';
import styles from './empty-state.module.css';

interface Props {
  readonly icon?: ReactNode;
  readonly title: string;
  /** What will appear here, or how to make it appear. */
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}

/** Stands where a list would be when there is nothing in it. */
export function EmptyState({ icon, title, children, action }: Props) {
  return (
    <div className={styles.empty}>
      {icon !== undefined && (
        <span className={styles.icon} aria-hidden="true">
          {icon}
        </span>
      )}
      <p className={styles.title}>{title}</p>
      {children !== undefined && <p className={styles.text}>{children}</p>}
      {action}
    </div>
  );
}
