import { useId, type ReactNode } from 'react';
import styles from './segmented.module.css';

export interface Segment<V extends string> {
  readonly value: V;
  readonly label: string;
  /** Shown instead of the words, which then stay as the name. */
  readonly icon?: ReactNode;
}

interface Props<V extends string> {
  readonly label: string;
  readonly segments: readonly Segment<V>[];
  readonly value: V;
  readonly onChange: (value: V) => void;
}

/** One of two to four, all in sight. Radio buttons underneath: arrow keys move, Tab passes by. */
export function Segmented<V extends string>({ label, segments, value, onChange }: Props<V>) {
  const name = useId();
  return (
    <fieldset className={styles.group}>
      <legend className={styles.legend}>{label}</legend>
      <div className={styles.track}>
        {segments.map((segment) => (
          <label
            key={segment.value}
            className={styles.segment}
            title={segment.icon === undefined ? undefined : segment.label}
          >
            <input
              type="radio"
              className={styles.input}
              name={name}
              value={segment.value}
              checked={segment.value === value}
              onChange={() => onChange(segment.value)}
            />
            {segment.icon}
            <span className={segment.icon === undefined ? undefined : styles.legend}>{segment.label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
