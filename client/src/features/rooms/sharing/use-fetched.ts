import { useEffect, useState } from 'react';

export interface Fetched<T> {
  /** `undefined`: they are on their way. */
  readonly items: readonly T[] | undefined;
  readonly hasFailed: boolean;
  /** Puts what is known to be so in place of what was fetched. */
  readonly change: (change: (items: readonly T[]) => readonly T[]) => void;
}

/** A list from the server. `fetch` must be the same one for as long as the list is. */
export function useFetched<T>(fetch: () => Promise<readonly T[]>): Fetched<T> {
  const [found, setFound] = useState<Omit<Fetched<T>, 'change'>>({ items: undefined, hasFailed: false });
  useEffect(() => {
    let isWanted = true;
    fetch().then(
      (items) => isWanted && setFound({ items, hasFailed: false }),
      () => isWanted && setFound({ items: [], hasFailed: true }),
    );
    return () => {
      isWanted = false;
    };
  }, [fetch]);
  return {
    ...found,
    change: (change) => setFound(({ items = [], ...rest }) => ({ ...rest, items: change(items) })),
  };
}
