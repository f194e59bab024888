/** What a key can do in a meeting. `talk` holds as long as the key does. */
export type Shortcut = 'microphone' | 'camera' | 'share' | 'people' | 'help' | 'talk';

/** The part of a key press that counts. */
export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

const PLAIN_KEYS: Readonly<Record<string, Shortcut>> = {
  m: 'microphone',
  v: 'camera',
  s: 'share',
  p: 'people',
  '?': 'help',
  ' ': 'talk',
};

/** As other meeting products have them, so that hands find them. */
const CONTROL_KEYS: Readonly<Record<string, Shortcut>> = { d: 'microphone', e: 'camera' };

export function shortcutOf({ key, ctrlKey, metaKey, altKey }: KeyPress): Shortcut | undefined {
  if (altKey) return undefined;
  const keys = ctrlKey || metaKey ? CONTROL_KEYS : PLAIN_KEYS;
  return Object.hasOwn(keys, key.toLowerCase()) ? keys[key.toLowerCase()] : undefined;
}

const TYPING =
  'input:not([type="checkbox"], [type="radio"], [type="range"]), textarea, select, [contenteditable]:not([contenteditable="false"])';
const LAYERS = '[role="menu"], [role="dialog"], [role="alertdialog"], [role="listbox"]';
const PRESSED_BY_SPACE = 'button, a, summary, input, [role="button"], [role="switch"], [tabindex]:not([tabindex="-1"])';

/** Whether a key pressed there belongs to what has the focus: a text field, an open menu, or a button that Space presses. */
export function isTakenBy(target: EventTarget | null, shortcut: Shortcut): boolean {
  if (!(target instanceof Element)) return false;
  if (target.closest(TYPING) !== null || target.closest(LAYERS) !== null) return true;
  return shortcut === 'talk' && target.closest(PRESSED_BY_SPACE) !== null;
}
