import { Activity, startTransition, useEffect, useState, type ReactNode } from 'react';

/** Long enough for the stage, and mostly for its first picture. A timer, since frames do not come to a page in the background. */
const DRAWN_AFTER_MS = 150;

interface Props {
  readonly isDue: boolean;
  readonly children: ReactNode;
}

/** Drawn with the rest, but shown and made to work only once that is on the screen: pictures of people come first. */
export function Later({ isDue, children }: Props) {
  return <Activity mode={isDue ? 'visible' : 'hidden'}>{children}</Activity>;
}

/** True once what is shown first is on the screen; at once for what is shown from the beginning. */
export function useDrawn(isShown: boolean): boolean {
  const [isDrawn, setDrawn] = useState(isShown);
  useEffect(() => {
    if (!isShown) return undefined;
    const timer = setTimeout(() => startTransition(() => setDrawn(true)), DRAWN_AFTER_MS);
    return () => {
      clearTimeout(timer);
      setDrawn(false);
    };
  }, [isShown]);
  return isShown && isDrawn;
}
