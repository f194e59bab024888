import { useRef } from 'react';

/** What the library's dialogs call when focus moves in and when it may move out again. */
interface ModalFocus {
  readonly onOpenAutoFocus: (event: Event) => void;
  readonly onCloseAutoFocus: (event: Event) => void;
}

/** How the library marks what lies behind a modal layer. Live regions it leaves alone, so that they keep speaking. */
const BEHIND = '[data-aria-hidden="true"]:not([inert])';

/**
 * Moves focus into a modal layer and back to where it was. Two things the library does not do when a dialog is opened
 * by state instead of by its own trigger: it forgets where focus was, and what lies behind stays focusable.
 *
 * @param start finds what should have the focus first.
 */
export function useModalFocus(start: (content: HTMLElement) => HTMLElement): ModalFocus {
  const returnTo = useRef<HTMLElement>(undefined);
  const silenced = useRef<readonly Element[]>([]);
  return {
    onOpenAutoFocus: (event) => {
      const content = event.currentTarget;
      if (!(content instanceof HTMLElement)) return;
      event.preventDefault();
      returnTo.current = openerOf(document.activeElement);
      start(content).focus();
      // The library puts its marks after this event, in the same turn.
      queueMicrotask(() => {
        silenced.current = [...document.querySelectorAll(BEHIND)];
        for (const element of silenced.current) element.setAttribute('inert', '');
      });
    },
    onCloseAutoFocus: (event) => {
      event.preventDefault();
      for (const element of silenced.current) element.removeAttribute('inert');
      silenced.current = [];
      returnTo.current?.focus();
    },
  };
}

/** A menu item is gone by the time its dialog closes; the button that opened the menu is still there. */
function openerOf(element: Element | null): HTMLElement | undefined {
  const menuTrigger = element?.closest('[role="menu"]')?.getAttribute('aria-labelledby');
  const opener = menuTrigger === null || menuTrigger === undefined ? element : document.getElementById(menuTrigger);
  return opener instanceof HTMLElement ? opener : undefined;
}
