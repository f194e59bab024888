import type { ComponentPropsWithRef } from 'react';
import { classNames } from './class-names.js';
import { FieldNotes, useNotes, type Notes } from './field-notes.js';
import styles from './field.module.css';

interface Props extends Notes, ComponentPropsWithRef<'textarea'> {
  readonly label: string;
}

/** Several lines of text. What was typed is never thrown away when it is wrong. */
export function TextArea({ label, hint, error, rows = 3, ...rest }: Props) {
  const { id, aria } = useNotes({ hint, error });
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id}>
        {label}
      </label>
      <span className={styles.box}>
        <textarea
          autoComplete="off"
          {...rest}
          id={id}
          rows={rows}
          className={classNames(styles.input, styles.area)}
          {...aria}
        />
      </span>
      <FieldNotes id={id} hint={hint} error={error} />
    </div>
  );
}
