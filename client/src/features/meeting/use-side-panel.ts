import { useRef, useState, type RefCallback } from 'react';

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
  return {
    open,
    show: setOpen,
    toggle: (key) => setOpen((current) => (current === key ? undefined : key)),
    close: () => {
      setOpen(undefined);
      if (open !== undefined) buttons.current.get(open)?.focus();
    },
    buttonOf: (key) => (button) => {
      if (button === null) buttons.current.delete(key);
      else buttons.current.set(key, button);
    },
  };
}
