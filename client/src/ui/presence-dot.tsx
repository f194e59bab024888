import styles from './presence-dot.module.css';

interface Props {
  readonly status: 'online' | 'away' | 'in-meeting' | 'offline';
}

/** How somebody is, at the corner of their avatar: a shape of its own for each, not a colour alone. Decoration: words say it too. */
export function PresenceDot({ status }: Props) {
  return <span className={styles.dot} data-status={status} aria-hidden="true" />;
}
