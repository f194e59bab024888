import { CircleAlert } from 'lucide-react';
import { useId, type ComponentPropsWithRef } from 'react';
import { classNames } from './class-names.js';
import styles from './field.module.css';

interface Props extends ComponentPropsWithRef<'textarea'> {
  readonly label: string;
  readonly hint?: string | undefined;
  /** What is wrong and what would be right. Its presence marks the field as invalid. */
  readonly error?: string | undefined;
}

/** Several lines of text. What was typed is never thrown away when it is wrong. */
export function TextArea({ label, hint, error, rows = 3, ...rest }: Props) {
  const id = useId();
  const hintId = `${id}-hint`;
  const errorId = `${id}-error`;
  const described = [error === undefined ? undefined : errorId, hint === undefined ? undefined : hintId];
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
          aria-invalid={error === undefined ? undefined : true}
          aria-describedby={classNames(...described) || undefined}
        />
      </span>
      {hint !== undefined && (
        <span className={styles.hint} id={hintId}>
          {hint}
        </span>
      )}
      {/* Always present, since a live region that is added together with its text is often not read. */}
      <span className={styles.error} id={errorId} aria-live="polite">
        {error !== undefined && (
          <>
            <CircleAlert aria-hidden="true" />
            {error}
          </>
        )}
      </span>
    </div>
  );
}
