import { Activity, startTransition, useEffect, useState, type ReactNode } from 'react';

/** Long enough for the browser to put the stage on the screen. A timer, since frames do not come to a page in the background. */
const DRAWN_AFTER_MS = 50;

interface Props {
  readonly isDue: boolean;
  readonly children: ReactNode;
}

/** Drawn with the rest, but shown and made to work only once that is on the screen: pictures of people come first. */
export function Later({ isDue, children }: Props) {
  return <Activity mode={isDue ? 'visible' : 'hidden'}>{children}</Activity>;
}

/** True once what was drawn first is on the screen. */
export function useDrawn(isAtOnce: boolean): boolean {
  const [isDrawn, setDrawn] = useState(isAtOnce);
  useEffect(() => {
    const timer = setTimeout(() => startTransition(() => setDrawn(true)), DRAWN_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  return isDrawn;
}
