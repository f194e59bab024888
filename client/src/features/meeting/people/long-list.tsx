import { useCallback, useRef, useSyncExternalStore, type ReactNode, type RefObject } from 'react';
import styles from './long-list.module.css';

/** Up to here every row is on the page, where a browser's own search finds it. */
export const WINDOWED_FROM_COUNT = 60;
/** Rows drawn at a time in a long list: more than any screen shows, with some beyond either edge for Tab to go to. */
const WINDOW_COUNT = 48;
/** The window moves in steps of this many rows, so that scrolling draws seldom. */
const STEP_COUNT = 8;

interface Props<T> {
  readonly label: string;
  readonly items: readonly T[];
  readonly keyOf: (item: T) => string;
  /** What a screen reader calls the row. */
  readonly nameOf: (item: T) => string;
  /** How high each row of a long list is, in px. */
  readonly rowHeightPx: number;
  readonly children: (item: T) => ReactNode;
}

/** A list that may have hundreds of rows. Long ones keep only what is near on the page, and still say how long they are. */
export function LongList<T>(props: Props<T>) {
  const { label, items, keyOf, nameOf, children } = props;
  if (items.length >= WINDOWED_FROM_COUNT) return <Windowed {...props} />;
  return (
    <ul aria-label={label}>
      {items.map((item) => (
        <li key={keyOf(item)} aria-label={nameOf(item)}>
          {children(item)}
        </li>
      ))}
    </ul>
  );
}

function Windowed<T>({ label, items, keyOf, nameOf, rowHeightPx, children }: Props<T>) {
  const list = useRef<HTMLUListElement>(null);
  const first = useFirstRow(list, rowHeightPx);
  return (
    <ul ref={list} className={styles.windowed} aria-label={label} style={{ blockSize: items.length * rowHeightPx }}>
      {items.slice(first, first + WINDOW_COUNT).map((item, at) => (
        <li
          key={keyOf(item)}
          className={styles.row}
          aria-label={nameOf(item)}
          aria-posinset={first + at + 1}
          aria-setsize={items.length}
          style={{ insetBlockStart: (first + at) * rowHeightPx, blockSize: rowHeightPx }}
        >
          {children(item)}
        </li>
      ))}
    </ul>
  );
}

/** The first row to draw, a little above what is in sight. */
function useFirstRow(list: RefObject<HTMLElement | null>, rowHeightPx: number): number {
  const watch = useCallback((moved: () => void) => {
    // Scrolling does not bubble, but it can be caught on its way down from whatever scrolls.
    document.addEventListener('scroll', moved, { capture: true, passive: true });
    window.addEventListener('resize', moved);
    return () => {
      document.removeEventListener('scroll', moved, { capture: true });
      window.removeEventListener('resize', moved);
    };
  }, []);
  return useSyncExternalStore(watch, () => {
    const aboveSightPx = -(list.current?.getBoundingClientRect().top ?? 0);
    const row = Math.floor(aboveSightPx / rowHeightPx) - STEP_COUNT;
    return Math.max(0, Math.floor(row / STEP_COUNT) * STEP_COUNT);
  });
}
