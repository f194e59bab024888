import type { ReactNode } from 'react';
import { classNames } from './class-names.js';
import styles from './name-plate.module.css';

interface Props {
  /** Signs in front of the name. */
  readonly signs?: ReactNode;
  readonly name: string;
  /** Left out where there is little room. */
  readonly role?: string | undefined;
  readonly className?: string | undefined;
}

/** Who or what is shown, in the corner of a picture. */
export function NamePlate({ signs, name, role, className }: Props) {
  return (
    <p className={classNames(styles.plate, className)}>
      {signs}
      <span className={styles.name} dir="auto">
        {name}
      </span>
      {role !== undefined && <span className={styles.role}>{role}</span>}
    </p>
  );
}
