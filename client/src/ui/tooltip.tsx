import { Tooltip as Radix } from 'radix-ui';
import type { FocusEvent, ReactElement, ReactNode } from 'react';
import styles from './tooltip.module.css';

interface Props {
  readonly label: string;
  /** A key that does the same, as it is printed on the keyboard. */
  readonly shortcut?: string | undefined;
  readonly side?: 'top' | 'bottom' | 'left' | 'right';
  /**
   * True when the tooltip repeats the trigger's own name. It is then for the eye alone, since a screen reader
   * would say the same words twice.
   */
  readonly repeatsName?: boolean;
  readonly children: ReactElement;
}

/** A few words on hover and on keyboard focus. Never the only place where something is said. Needs `TooltipScope` above. */
export function Tooltip({ label, shortcut, side = 'top', repeatsName = false, children }: Props) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild onFocus={keepShutUnlessKeyboard} {...(repeatsName && { 'aria-describedby': undefined })}>
        {children}
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content className={styles.tooltip} side={side} sideOffset={8} collisionPadding={8}>
          {label}
          {shortcut !== undefined && <kbd className={styles.key}>{shortcut}</kbd>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** Shared timing for the tooltips below it: once one has shown, its neighbours show without delay. */
export function TooltipScope({ children }: { readonly children: ReactNode }) {
  return (
    <Radix.Provider delayDuration={450} skipDelayDuration={250}>
      {children}
    </Radix.Provider>
  );
}

/** Focus that comes back from a closed menu or dialog was not asked for; only the keyboard's own opens the tooltip. */
function keepShutUnlessKeyboard(event: FocusEvent): void {
  if (!event.currentTarget.matches(':focus-visible')) event.preventDefault();
}
