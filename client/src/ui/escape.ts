import type { KeyboardEvent as ReactKeyboardEvent } from 'react';

/* Escape is meant for what has the focus. The library gives it to the layer that came last, and counts toasts among them. */

const FOCUSED_LAYERS = '[role="dialog"], [role="alertdialog"], [role="menu"]';

const left = new WeakSet<Event>();

/** For a toast, which the library asks first: leaves Escape to the dialog or menu that has the focus, and stays. */
export function leaveToFocus(event: KeyboardEvent): void {
  if (!(event.target instanceof Element) || event.target.closest(FOCUSED_LAYERS) === null) return;
  left.add(event);
  // So the library knows that the toast is not to close.
  event.preventDefault();
}

/** For a dialog or menu: closes it by an Escape that was left to it. */
export function onEscapeLeft(close: () => void): (event: ReactKeyboardEvent<HTMLElement>) => void {
  return ({ nativeEvent, target, currentTarget }) => {
    // What happens in a menu inside a dialog comes by here too, although it lies elsewhere in the page.
    const isWithin = target instanceof Node && currentTarget.contains(target);
    if (isWithin && left.has(nativeEvent)) close();
  };
}
