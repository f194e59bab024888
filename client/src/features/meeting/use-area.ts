import { useLayoutEffect, useState, type RefObject } from 'react';
import type { Area } from './layout/grid-for.js';

/** The inner size of an element, kept up to date. Undefined until it has been measured, which is before the first paint. */
export function useArea(ref: RefObject<HTMLElement | null>): Area | undefined {
  const [area, setArea] = useState<Area | undefined>();

  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return undefined;
    const measure = () =>
      setArea((known) => {
        const now = { widthPx: element.clientWidth, heightPx: element.clientHeight };
        return known?.widthPx === now.widthPx && known.heightPx === now.heightPx ? known : now;
      });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [ref]);

  return area;
}
