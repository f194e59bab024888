import { useEffect, useState } from 'react';

export type Loaded<T> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed' }
  | { readonly kind: 'here'; readonly value: T };

/** What a question to the server comes to. Asked again when `ask` is another one, or after `reload`. */
export function useLoaded<T>(ask: () => Promise<T>): { readonly loaded: Loaded<T>; readonly reload: () => void } {
  const [loaded, setLoaded] = useState<Loaded<T>>({ kind: 'loading' });
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let isWanted = turn >= 0; // Each turn asks anew.
    ask().then(
      (value) => isWanted && setLoaded({ kind: 'here', value }),
      () => isWanted && setLoaded({ kind: 'failed' }),
    );
    return () => {
      isWanted = false;
    };
  }, [ask, turn]);
  return { loaded, reload: () => setTurn((before) => before + 1) };
}
