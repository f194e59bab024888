import styles from './spinner.module.css';

interface Props {
  /** What is being waited for. Without it the spinner is decoration, and whatever holds it must say that it is busy. */
  readonly label?: string;
  readonly size?: 'small' | 'medium' | 'large';
}

export function Spinner({ label, size = 'medium' }: Props) {
  if (label === undefined) return <span className={styles.spinner} data-size={size} aria-hidden="true" />;
  return (
    <output className={styles.labelled}>
      <span className={styles.spinner} data-size={size} aria-hidden="true" />
      <span>{label}</span>
    </output>
  );
}
