import { classNames } from './class-names.js';
import styles from './skeleton.module.css';

interface Props {
  readonly shape?: 'text' | 'circle' | 'block';
  /** Gives the size where the shape's own will not do. */
  readonly className?: string | undefined;
}

/** Keeps the place of what is loading. Decoration: the container says `aria-busy`. */
export function Skeleton({ shape = 'text', className }: Props) {
  return <span className={classNames(styles.skeleton, className)} data-shape={shape} aria-hidden="true" />;
}
