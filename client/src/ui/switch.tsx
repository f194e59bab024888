import { Switch as Radix } from 'radix-ui';
import { useId, type ReactNode } from 'react';
import styles from './switch.module.css';

interface Props {
  readonly label: string;
  readonly hint?: string;
  readonly icon?: ReactNode;
  readonly checked: boolean;
  readonly disabled?: boolean;
  /** The change is under way: shown, and further presses are ignored. */
  readonly busy?: boolean;
  readonly onChange: (checked: boolean) => void;
}

/** On or off, at once. The whole row can be pressed. */
export function Switch({ label, hint, icon, checked, disabled = false, busy = false, onChange }: Props) {
  const id = useId();
  const hintId = `${id}-hint`;
  return (
    <div className={styles.row} data-disabled={disabled}>
      {icon !== undefined && (
        <span className={styles.icon} aria-hidden="true">
          {icon}
        </span>
      )}
      <span className={styles.words}>
        <label className={styles.label} htmlFor={id}>
          {label}
        </label>
        {hint !== undefined && (
          <span className={styles.hint} id={hintId}>
            {hint}
          </span>
        )}
      </span>
      <Radix.Root
        id={id}
        className={styles.track}
        checked={checked}
        disabled={disabled}
        aria-busy={busy || undefined}
        aria-describedby={hint === undefined ? undefined : hintId}
        onCheckedChange={(next) => {
          if (!busy) onChange(next);
        }}
      >
        <Radix.Thumb className={styles.thumb} />
      </Radix.Root>
    </div>
  );
}
