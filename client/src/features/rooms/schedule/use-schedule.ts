import { useEffect, useState } from 'react';
import { ROOM_PAGE_MAX_COUNT, type RoomDetails, type ScheduledMeeting, type ScheduleId } from '#contracts';
import type { RoomsServer } from '../rooms-actions.js';

type Server = Pick<RoomsServer, 'rooms' | 'schedule'>;

/** `undefined`: it is on its way; `failed`: it did not come. */
export type Fetched<T> = T | 'failed' | undefined;

/** What is planned; with `originalStartsAtMs`, one meeting of it by itself. */
export interface PlannedName {
  readonly scheduleId: ScheduleId;
  readonly originalStartsAtMs?: number | undefined;
}

/** A meeting that is planned, to be changed. */
export function useMeeting(server: Server, of: PlannedName | undefined): Fetched<ScheduledMeeting> {
  const { schedule } = server;
  const { scheduleId, originalStartsAtMs } = of ?? {};
  const [meeting, setMeeting] = useState<Fetched<ScheduledMeeting>>();
  useEffect(() => {
    let isWanted = true;
    if (scheduleId !== undefined) {
      const answer =
        originalStartsAtMs === undefined
          ? schedule.get(scheduleId)
          : schedule.getOne({ scheduleId, originalStartsAtMs });
      answer.then(
        (found) => isWanted && setMeeting(found),
        () => isWanted && setMeeting('failed'),
      );
    }
    return () => {
      isWanted = false;
    };
  }, [schedule, scheduleId, originalStartsAtMs]);
  return meeting;
}

/** The rooms in which somebody may plan meetings, as far as they fit into a list; empty until they came. */
export function usePlaces({ rooms }: Server): readonly RoomDetails[] {
  const [places, setPlaces] = useState<readonly RoomDetails[]>([]);
  useEffect(() => {
    let isWanted = true;
    const all = (['mine', 'shared'] as const).map((scope) =>
      rooms.list({ scope, isArchived: false, search: '', maxCount: ROOM_PAGE_MAX_COUNT }),
    );
    Promise.all(all).then(
      (pages) => {
        const found = pages.flatMap((page) => page.rooms).filter(({ role }) => role !== 'member');
        if (isWanted) setPlaces(found);
      },
      () => undefined, // A new room can be opened all the same.
    );
    return () => {
      isWanted = false;
    };
  }, [rooms]);
  return places;
}
