import { UserRound } from 'lucide-react';
import { classNames } from './class-names.js';
import { hueIndexOf, initialsOf } from './avatar-look.js';
import styles from './avatar.module.css';

interface Props {
  /** Chooses the colour; the same person has the same one everywhere. */
  readonly id: string;
  readonly name: string;
  readonly size?: 'small' | 'medium' | 'large' | 'huge';
  readonly className?: string;
}

/** Stands for a face. Decoration: the name stands beside it as text. */
export function Avatar({ id, name, size = 'medium', className }: Props) {
  return (
    <span
      className={classNames(styles.avatar, className)}
      data-hue={hueIndexOf(id)}
      data-size={size}
      aria-hidden="true"
    >
      {initialsOf(name) ?? <UserRound />}
    </span>
  );
}
