import styles from './logo.module.css';

interface Props {
  readonly size?: 'small' | 'medium' | 'large';
  /** Leaves the word away where there is no room for it. */
  readonly isMarkOnly?: boolean;
}

/** The speech bubble with the two of us in it, and the name. */
export function Logo({ size = 'medium', isMarkOnly = false }: Props) {
  return (
    <span className={styles.logo} data-size={size}>
      <svg className={styles.mark} viewBox="0 0 32 32" role="img" aria-label="Parley">
        <rect width="32" height="32" rx="9" className={styles.ground} />
        <path
          className={styles.bubble}
          d="M8 10.5A3.5 3.5 0 0 1 11.5 7h9A3.5 3.5 0 0 1 24 10.5v5.5a3.5 3.5 0 0 1-3.5 3.5H14l-4.3 4.2A1 1 0 0 1 8 23z"
        />
        <circle className={styles.ground} cx="12.5" cy="13.25" r="1.6" />
        <rect className={styles.ground} x="16" y="11.65" width="5" height="3.2" rx="1.6" />
      </svg>
      {!isMarkOnly && (
        <span className={styles.word} aria-hidden="true">
          Parley
        </span>
      )}
    </span>
  );
}
