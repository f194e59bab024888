import type { ComponentPropsWithRef, ReactNode } from 'react';
import { classNames } from './class-names.js';
import { Tooltip } from './tooltip.js';
import styles from './icon-button.module.css';

interface Props extends Omit<ComponentPropsWithRef<'button'>, 'children' | 'aria-label'> {
  /** The name, also shown as the tooltip. */
  readonly label: string;
  readonly icon: ReactNode;
  readonly size?: 'small' | 'medium';
  readonly tooltipSide?: 'top' | 'bottom' | 'left' | 'right';
}

/** A small square button with a picture on it, for panels, headers and lists. */
export function IconButton({
  label,
  icon,
  size = 'medium',
  tooltipSide = 'top',
  className,
  type = 'button',
  ...rest
}: Props) {
  return (
    <Tooltip label={label} side={tooltipSide} repeatsName>
      <button
        {...rest}
        type={type}
        aria-label={label}
        className={classNames(styles.button, className)}
        data-size={size}
      >
        {icon}
      </button>
    </Tooltip>
  );
}
