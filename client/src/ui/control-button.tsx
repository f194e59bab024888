import { TriangleAlert } from 'lucide-react';
import type { ComponentPropsWithRef, MouseEvent, ReactNode } from 'react';
import { classNames } from './class-names.js';
import { Spinner } from './spinner.js';
import { Tooltip } from './tooltip.js';
import styles from './control-button.module.css';

/**
 * How a meeting control looks.
 * on: as usual. off: a device of mine is closed (red, since people speak into closed microphones).
 * active: something out of the ordinary is switched on, such as a raised hand, a share or an open panel.
 * busy: under way; presses are ignored. blocked: cannot work now; a press should explain why, so it still presses.
 */
export type ControlState = 'on' | 'off' | 'active' | 'busy' | 'blocked';

interface Props extends Omit<ComponentPropsWithRef<'button'>, 'children' | 'aria-label'> {
  /** The name, which says what a press will do ("Mute microphone"); also the tooltip. */
  readonly label: string;
  readonly icon: ReactNode;
  readonly state?: ControlState;
  readonly tone?: 'neutral' | 'danger';
  /** A count in the corner, for the eye alone: say it in words with `aria-description`, so that the name stays the same. */
  readonly badgeCount?: number;
  readonly shortcut?: string;
  /** Shows the name beside the picture, where there is room for it. */
  readonly showLabel?: boolean;
}

/**
 * The round control of a meeting. Names that change with the state need no `aria-pressed`; for a name that stays the
 * same pass `aria-pressed`, `aria-expanded`, or `role="switch"` with `aria-checked`.
 */
export function ControlButton({
  label,
  icon,
  state = 'on',
  tone = 'neutral',
  badgeCount = 0,
  shortcut,
  showLabel = false,
  className,
  onClick,
  type = 'button',
  ...rest
}: Props) {
  const isBusy = state === 'busy';
  const about = rest['aria-description'];
  const press = (event: MouseEvent<HTMLButtonElement>) => {
    if (!isBusy) onClick?.(event);
  };
  return (
    <Tooltip label={about === undefined ? label : `${label} · ${about}`} shortcut={shortcut} repeatsName>
      <button
        {...rest}
        type={type}
        className={classNames(styles.control, className)}
        aria-label={label}
        aria-busy={isBusy || undefined}
        aria-disabled={isBusy || rest['aria-disabled']}
        // Radix marks its triggers with data-state (open, closed, …); ours says something else and needs its own name.
        data-control={state}
        data-tone={tone}
        onClick={press}
      >
        {isBusy ? <Spinner /> : icon}
        {showLabel && (
          <span className={styles.label} aria-hidden="true">
            {label}
          </span>
        )}
        {state === 'blocked' && (
          <span className={styles.warning} aria-hidden="true">
            <TriangleAlert />
          </span>
        )}
        {badgeCount > 0 && (
          <span className={styles.badge} data-count={badgeCount > 99 ? '99+' : badgeCount} aria-hidden="true" />
        )}
      </button>
    </Tooltip>
  );
}

/** Two controls that belong together, such as the microphone and the choice of microphones, drawn as one shape. */
export function ControlPair({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <fieldset aria-label={label} className={styles.pair}>
      {children}
    </fieldset>
  );
}
