import { useEffect, useState } from 'react';
import type { RoomDetails } from '#contracts';
import type { RoomsActions } from './rooms-actions.js';

export interface RecentRooms {
  /** `undefined`: they are on their way. */
  readonly rooms: readonly RoomDetails[] | undefined;
  readonly hasFailed: boolean;
  readonly reload: () => void;
}

interface Wish {
  /** Part of a name; '' for all. */
  readonly search: string;
  readonly maxCount: number;
}

/** One's own rooms and those that others share, the last used first. */
export function useRecentRooms(actions: Pick<RoomsActions, 'list'>, { search, maxCount }: Wish): RecentRooms {
  const [found, setFound] = useState<Omit<RecentRooms, 'reload'>>({ rooms: undefined, hasFailed: false });
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let isWanted = turn >= 0; // Each turn asks anew.
    const both = (['mine', 'shared'] as const).map((scope) =>
      actions.list({ scope, isArchived: false, search, maxCount }),
    );
    Promise.all(both).then(
      (pages) => {
        const rooms = pages
          .flatMap((page) => page.rooms)
          .toSorted((left, right) => right.lastUsedAtMs - left.lastUsedAtMs)
          .slice(0, maxCount);
        if (isWanted) setFound({ rooms, hasFailed: false });
      },
      () => isWanted && setFound({ rooms: [], hasFailed: true }),
    );
    return () => {
      isWanted = false;
    };
  }, [actions, search, maxCount, turn]);
  return { ...found, reload: () => setTurn((before) => before + 1) };
}
