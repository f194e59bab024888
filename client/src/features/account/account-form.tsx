import { useRef, type FormEvent, type ReactNode } from 'react';
import { Card } from '../../ui/card.js';
import { focusInvalid } from '../../ui/focus-invalid.js';
import { usePageTitle } from '../../ui/use-page-title.js';
import styles from './account.module.css';

interface Props {
  readonly pageTitle: string;
  readonly title: string;
  readonly about?: string;
  readonly children: ReactNode;
}

/** A page with one thing to fill in. */
export function AccountCard({ pageTitle, title, about, children }: Props) {
  usePageTitle(pageTitle);
  return (
    <main className={styles.page}>
      <Card padding="large" className={styles.card}>
        <h1 className={styles.title}>{title}</h1>
        {about !== undefined && <p className={styles.about}>{about}</p>}
        {children}
      </Card>
    </main>
  );
}

interface FormProps {
  /** Whether everything can be sent; else the first field that is wrong gets the focus. */
  readonly onSubmit: () => boolean;
  readonly children: ReactNode;
}

export function AccountForm({ onSubmit, children }: FormProps) {
  const form = useRef<HTMLFormElement>(null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (onSubmit()) return;
    focusInvalid(form.current);
  };
  return (
    <form ref={form} className={styles.form} onSubmit={submit} noValidate>
      {children}
    </form>
  );
}
