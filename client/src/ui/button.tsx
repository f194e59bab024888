import type { ComponentPropsWithRef, MouseEvent, ReactNode } from 'react';
import { classNames } from './class-names.js';
import { Spinner } from './spinner.js';
import styles from './button.module.css';

export type ButtonVariant = 'primary' | 'secondary' | 'quiet' | 'danger';
export type ButtonSize = 'small' | 'medium' | 'large';

export interface ButtonProps extends Omit<ComponentPropsWithRef<'button'>, 'children'> {
  readonly variant?: ButtonVariant;
  readonly size?: ButtonSize;
  /** Work is under way: presses are ignored, the name and the keyboard focus stay. */
  readonly busy?: boolean;
  readonly icon?: ReactNode;
  /** Takes the whole width of its container. */
  readonly wide?: boolean;
  readonly children: ReactNode;
}

/** A button with words on it. One primary button per screen; `danger` only for what cannot be taken back. */
export function Button({
  variant = 'secondary',
  size = 'medium',
  busy = false,
  icon,
  wide = false,
  children,
  className,
  onClick,
  type = 'button',
  ...rest
}: ButtonProps) {
  const press = (event: MouseEvent<HTMLButtonElement>) => {
    // A busy submit button must not submit its form a second time either.
    if (busy) event.preventDefault();
    else onClick?.(event);
  };
  return (
    <button
      {...rest}
      type={type}
      className={classNames(styles.button, className)}
      data-variant={variant}
      data-size={size}
      data-wide={wide}
      aria-busy={busy || undefined}
      aria-disabled={busy || rest['aria-disabled']}
      onClick={press}
    >
      {busy ? <Spinner size="small" /> : icon}
      <span className={styles.label}>{children}</span>
    </button>
  );
}
