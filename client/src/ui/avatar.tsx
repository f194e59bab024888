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
  const initials = initialsOf(name);
  return (
    <span
      className={classNames(styles.avatar, className)}
      data-hue={hueIndexOf(id)}
      data-size={size}
      aria-hidden="true"
    >
      {initials === undefined ? <UserRound /> : size === 'huge' ? <Letters>{initials}</Letters> : initials}
    </span>
  );
}

/** Drawn, so that they grow with the avatar. */
function Letters({ children }: { readonly children: string }) {
  return (
    <svg className={styles.letters} viewBox="0 0 100 100">
      <text x="50" y="50" textAnchor="middle" dominantBaseline="central">
        {children}
      </text>
    </svg>
  );
}
