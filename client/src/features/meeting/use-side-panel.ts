import { useEffect, useRef, useState, type RefCallback } from 'react';

/** Which column stands beside the stage, and the buttons that open them. */
export interface SidePanelState {
  readonly open: string | undefined;
  readonly show: (key: string) => void;
  readonly toggle: (key: string) => void;
  /** Closes and brings the focus back to the panel's button. */
  readonly close: () => void;
  readonly buttonOf: (key: string) => RefCallback<HTMLButtonElement>;
}

export function useSidePanel(): SidePanelState {
  const [open, setOpen] = useState<string | undefined>();
  const buttons = useRef(new Map<string, HTMLButtonElement>());
  const closed = useRef<string | undefined>(undefined);
  // Only once the panel is gone: on a phone it hides everything else, and what is hidden takes no focus.
  useEffect(() => {
    if (open === undefined && closed.current !== undefined) buttons.current.get(closed.current)?.focus();
    closed.current = undefined;
  }, [open]);
  return {
    open,
    show: setOpen,
    toggle: (key) => setOpen((current) => (current === key ? undefined : key)),
    close: () => {
      closed.current = open;
      setOpen(undefined);
    },
    buttonOf: (key) => (button) => {
      if (button === null) buttons.current.delete(key);
      else buttons.current.set(key, button);
    },
  };
}
