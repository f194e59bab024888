import { useCallback, useEffect, useState } from 'react';
import type { RoomDetails } from '#contracts';
import type { RoomsActions } from './rooms-actions.js';

export type RoomsView = 'mine' | 'shared' | 'archived';

/** `undefined` rooms: they are on their way. */
export interface Rooms {
  readonly rooms: readonly RoomDetails[] | undefined;
  readonly hasFailed: boolean;
  readonly hasMore: boolean;
  readonly loadMore: () => void;
  /** Fetches the list anew, after something in it was changed. */
  readonly reload: () => void;
}

interface Found {
  readonly rooms: readonly RoomDetails[] | undefined;
  readonly cursor: string | undefined;
  readonly hasFailed: boolean;
}

const NOTHING: Found = { rooms: undefined, cursor: undefined, hasFailed: false };

export function useRooms(actions: Pick<RoomsActions, 'list'>, view: RoomsView, search: string): Rooms {
  const [found, setFound] = useState(NOTHING);
  const [turn, setTurn] = useState(0);
  const ask = useCallback(
    (cursor?: string) =>
      actions.list({ scope: view === 'shared' ? 'shared' : 'mine', isArchived: view === 'archived', search, cursor }),
    [actions, view, search],
  );
  useEffect(() => {
    let isWanted = turn >= 0; // Each turn asks anew.
    ask().then(
      (page) => isWanted && setFound({ rooms: page.rooms, cursor: page.nextCursor, hasFailed: false }),
      () => isWanted && setFound({ rooms: [], cursor: undefined, hasFailed: true }),
    );
    return () => {
      isWanted = false;
    };
  }, [ask, turn]);
  const loadMore = () =>
    void ask(found.cursor).then(
      (page) =>
        setFound(({ rooms = [] }) => ({ rooms: [...rooms, ...page.rooms], cursor: page.nextCursor, hasFailed: false })),
      () => setFound((before) => ({ ...before, hasFailed: true })),
    );
  return {
    rooms: found.rooms,
    hasFailed: found.hasFailed,
    hasMore: found.cursor !== undefined,
    loadMore,
    reload: () => setTurn((before) => before + 1),
  };
}
