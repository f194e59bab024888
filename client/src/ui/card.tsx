import type { ReactNode } from 'react';
import { classNames } from './class-names.js';
import styles from './card.module.css';

interface Props {
  readonly padding?: 'medium' | 'large' | 'none';
  readonly className?: string | undefined;
  readonly children: ReactNode;
}

/** A surface that holds things which belong together. */
export function Card({ padding = 'medium', className, children }: Props) {
  return (
    <div className={classNames(styles.card, className)} data-padding={padding}>
      {children}
    </div>
  );
}
