import type { ReactNode } from 'react';
import type { Tone } from './badge.js';
import { Spinner } from './spinner.js';
import styles from './banner.module.css';

interface Props {
  readonly tone?: Tone;
  readonly icon?: ReactNode;
  /** Shows that something is being tried, in place of the icon. */
  readonly busy?: boolean;
  readonly action?: ReactNode;
  readonly children: ReactNode;
}

/** One line across the top about the page as a whole: "Reconnecting…". Stays as long as it is true. */
export function Banner({ tone = 'neutral', icon, busy = false, action, children }: Props) {
  return (
    <output className={styles.banner} data-tone={tone}>
      {busy ? <Spinner size="small" /> : icon}
      <span className={styles.text}>{children}</span>
      {action}
    </output>
  );
}
