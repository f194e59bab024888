import { CircleAlert } from 'lucide-react';
import { useId, type ReactNode } from 'react';
import { classNames } from './class-names.js';
import styles from './field.module.css';

export interface Notes {
  readonly hint?: ReactNode;
  /** What is wrong and what would be right. Its presence marks the field as invalid. */
  readonly error?: string | undefined;
}

/** The field's id, and what its control needs to be described by its notes. */
export function useNotes({ hint, error }: Notes, givenId?: string) {
  const madeId = useId();
  const id = givenId ?? madeId;
  const described = [error === undefined ? undefined : `${id}-error`, hint === undefined ? undefined : `${id}-hint`];
  return {
    id,
    aria: {
      'aria-invalid': error === undefined ? undefined : true,
      'aria-describedby': classNames(...described) || undefined,
    },
  };
}

/** The hint and the error below a field. */
export function FieldNotes({ id, hint, error }: Notes & { readonly id: string }) {
  return (
    <>
      {hint !== undefined && (
        <span className={styles.hint} id={`${id}-hint`}>
          {hint}
        </span>
      )}
      {/* Always present, since a live region that is added together with its text is often not read. */}
      <span className={styles.error} id={`${id}-error`} aria-live="polite">
        {error !== undefined && (
          <>
            <CircleAlert aria-hidden="true" />
            {error}
          </>
        )}
      </span>
    </>
  );
}
