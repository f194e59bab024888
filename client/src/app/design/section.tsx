import type { ReactNode } from 'react';
import styles from './design-page.module.css';

interface SectionProps {
  readonly title: string;
  readonly children: ReactNode;
}

export function Section({ title, children }: SectionProps) {
  const id = `part-${title.toLowerCase().replaceAll(/[^a-z]+/g, '-')}`;
  return (
    <section className={styles.section} aria-labelledby={id}>
      <h2 className={styles.sectionTitle} id={id}>
        {title}
      </h2>
      <div className={styles.examples}>{children}</div>
    </section>
  );
}

interface ExampleProps {
  /** What state this shows. */
  readonly caption: string;
  readonly isWide?: boolean;
  readonly children: ReactNode;
}

export function Example({ caption, isWide = false, children }: ExampleProps) {
  return (
    <figure className={styles.example} data-wide={isWide}>
      <div className={styles.stage}>{children}</div>
      <figcaption className={styles.caption}>{caption}</figcaption>
    </figure>
  );
}
