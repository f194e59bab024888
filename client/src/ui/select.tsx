import { ChevronDown } from 'lucide-react';
import { useId, type ReactNode } from 'react';
import { classNames } from './class-names.js';
import styles from './field.module.css';

export interface SelectOption<V extends string> {
  readonly value: V;
  readonly label: string;
  readonly isDisabled?: boolean;
}

interface Props<V extends string> {
  readonly label: string;
  readonly isLabelHidden?: boolean;
  readonly options: readonly SelectOption<V>[];
  readonly value: V;
  readonly onChange: (value: V) => void;
  readonly icon?: ReactNode;
  readonly hint?: string;
  readonly disabled?: boolean;
  readonly fieldSize?: 'small' | 'medium' | 'large';
  readonly className?: string;
}

/**
 * One of a list, for devices, languages and the like. It is the browser's own select: phones give it their own picker,
 * screen readers know it, and it needs no style that a strict content security policy refuses.
 */
export function Select<V extends string>({
  label,
  isLabelHidden = false,
  options,
  value,
  onChange,
  icon,
  hint,
  disabled = false,
  fieldSize = 'medium',
  className,
}: Props<V>) {
  const id = useId();
  const hintId = `${id}-hint`;
  return (
    <div className={classNames(styles.field, className)} data-size={fieldSize}>
      <label className={isLabelHidden ? styles.hiddenLabel : styles.label} htmlFor={id}>
        {label}
      </label>
      <span className={styles.box}>
        {icon !== undefined && (
          <span className={styles.prefix} aria-hidden="true">
            {icon}
          </span>
        )}
        <select
          id={id}
          className={styles.select}
          value={value}
          disabled={disabled}
          aria-describedby={hint === undefined ? undefined : hintId}
          onChange={(event) => {
            const chosen = options.find((option) => option.value === event.target.value);
            if (chosen !== undefined) onChange(chosen.value);
          }}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value} disabled={option.isDisabled}>
              {option.label}
            </option>
          ))}
        </select>
        <span className={styles.chevron} aria-hidden="true">
          <ChevronDown />
        </span>
      </span>
      {hint !== undefined && (
        <span className={styles.hint} id={hintId}>
          {hint}
        </span>
      )}
    </div>
  );
}
