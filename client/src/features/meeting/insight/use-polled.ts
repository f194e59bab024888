import { useEffect, useState } from 'react';

/** What was answered last; `failed` while the latest question was not answered. */
export interface Polled<T> {
  readonly value: T | undefined;
  readonly isFailed: boolean;
}

const NOTHING_YET = { value: undefined, isFailed: false };

/** Asks again and again while it is shown. `ask` decides what about: with another one it begins anew. */
export function usePolled<T>(ask: () => Promise<T>, everyMs: number): Polled<T> {
  const [polled, setPolled] = useState<Polled<T> & { readonly ask?: unknown }>(NOTHING_YET);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isOver = false;
    const poll = async () => {
      const outcome = await ask().then(
        (value) => ({ value, isFailed: false }),
        () => ({ isFailed: true }), // A refusal or a lost line; the next answer mends it.
      );
      if (isOver) return;
      setPolled((before) => ({ value: before.ask === ask ? before.value : undefined, ...outcome, ask }));
      timer = setTimeout(() => void poll(), everyMs);
    };
    void poll();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [ask, everyMs]);
  return polled.ask === ask ? polled : NOTHING_YET;
}
