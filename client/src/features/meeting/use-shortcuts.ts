import { useEffect, useRef } from 'react';
import { isTakenBy, shortcutOf, type Shortcut } from './shortcuts.js';

interface Actions {
  readonly press: (shortcut: Exclude<Shortcut, 'talk'>) => void;
  readonly talk: { press(): void; release(): void };
}

/** Listens for the meeting's keys while switched on. Keys that a text field, a menu or a focused button needs stay theirs. */
export function useShortcuts(isOn: boolean, actions: Actions): void {
  const latest = useRef(actions);
  useEffect(() => {
    latest.current = actions;
  });

  useEffect(() => {
    if (!isOn) return undefined;
    const down = (event: KeyboardEvent) => {
      const shortcut = shortcutOf(event);
      if (shortcut === undefined || event.defaultPrevented || isTakenBy(event.target, shortcut)) return;
      event.preventDefault();
      if (event.repeat) return;
      if (shortcut === 'talk') latest.current.talk.press();
      else latest.current.press(shortcut);
    };
    const up = (event: KeyboardEvent) => {
      if (event.key === ' ') latest.current.talk.release();
    };
    // A key that is let go over another window is never heard of again.
    const away = () => latest.current.talk.release();
    document.addEventListener('keydown', down);
    document.addEventListener('keyup', up);
    window.addEventListener('blur', away);
    return () => {
      document.removeEventListener('keydown', down);
      document.removeEventListener('keyup', up);
      window.removeEventListener('blur', away);
      away();
    };
  }, [isOn]);
}
