import type { ComponentPropsWithRef, ReactNode } from 'react';
import { classNames } from './class-names.js';
import { FieldNotes, useNotes, type Notes } from './field-notes.js';
import styles from './field.module.css';

interface Props extends Notes, Omit<ComponentPropsWithRef<'input'>, 'prefix' | 'size'> {
  readonly label: string;
  /** Keeps the label for screen readers only, where the place itself already says what belongs in it. */
  readonly isLabelHidden?: boolean;
  readonly prefix?: ReactNode;
  readonly suffix?: ReactNode;
  readonly fieldSize?: 'medium' | 'large';
}

/** One line of text. What was typed is never thrown away when it is wrong. */
export function TextField({
  label,
  isLabelHidden = false,
  hint,
  error,
  prefix,
  suffix,
  fieldSize = 'medium',
  className,
  id: givenId,
  ...rest
}: Props) {
  const { id, aria } = useNotes({ hint, error }, givenId);
  return (
    <div className={classNames(styles.field, className)} data-size={fieldSize}>
      <label className={isLabelHidden ? styles.hiddenLabel : styles.label} htmlFor={id}>
        {label}
      </label>
      <span className={styles.box}>
        {prefix !== undefined && <span className={styles.prefix}>{prefix}</span>}
        <input autoComplete="off" {...rest} id={id} className={styles.input} {...aria} />
        {suffix !== undefined && <span className={styles.suffix}>{suffix}</span>}
      </span>
      <FieldNotes id={id} hint={hint} error={error} />
    </div>
  );
}
