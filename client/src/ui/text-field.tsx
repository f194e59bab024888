import { CircleAlert } from 'lucide-react';
import { useId, type ComponentPropsWithRef, type ReactNode } from 'react';
import { classNames } from './class-names.js';
import styles from './field.module.css';

interface Props extends Omit<ComponentPropsWithRef<'input'>, 'prefix' | 'size'> {
  readonly label: string;
  /** Keeps the label for screen readers only, where the place itself already says what belongs in it. */
  readonly isLabelHidden?: boolean;
  readonly hint?: ReactNode;
  /** What is wrong and what would be right. Its presence marks the field as invalid. */
  readonly error?: string | undefined;
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
  const madeId = useId();
  const id = givenId ?? madeId;
  const hintId = `${id}-hint`;
  const errorId = `${id}-error`;
  const described = [error === undefined ? undefined : errorId, hint === undefined ? undefined : hintId];
  return (
    <div className={classNames(styles.field, className)} data-size={fieldSize}>
      <label className={isLabelHidden ? styles.hiddenLabel : styles.label} htmlFor={id}>
        {label}
      </label>
      <span className={styles.box}>
        {prefix !== undefined && <span className={styles.prefix}>{prefix}</span>}
        <input
          autoComplete="off"
          {...rest}
          id={id}
          className={styles.input}
          aria-invalid={error === undefined ? undefined : true}
          aria-describedby={classNames(...described) || undefined}
        />
        {suffix !== undefined && <span className={styles.suffix}>{suffix}</span>}
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
