import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { RoomId } from '#contracts';
import type { Clock, Log } from '#kernel';
import { CLOCK, LOG } from '../core/tokens.js';
import { RoomFacts } from '../rooms/room-facts.js';
import { RoomsService } from '../rooms/rooms.service.js';
import { MeetingsService } from './meetings.service.js';

/** Longest that a meeting goes on in a room that was closed through another node, in ms. */
const LOOK_EVERY_MS = 5_000;

/**
 * Ends the meetings of rooms that are deleted or archived. At once where the room was closed through this node; one that was
 * closed through another, or while its meeting began, is found by looking.
 */
@Injectable()
export class ClosedRooms implements OnApplicationBootstrap, OnApplicationShutdown {
  #stops: (() => void)[] = [];

  constructor(
    @Inject(RoomFacts) private readonly facts: RoomFacts,
    @Inject(RoomsService) private readonly rooms: RoomsService,
    @Inject(MeetingsService) private readonly meetings: MeetingsService,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    this.#stops = [this.facts.listen(({ roomId }) => this.#end(roomId))];
    this.#lookLater();
  }

  onApplicationShutdown(): void {
    for (const stop of this.#stops) stop();
    this.#stops = [];
  }

  #lookLater(): void {
    if (this.#stops.length === 0) return; // The end came while it looked.
    this.#stops[1] = this.clock.after(LOOK_EVERY_MS, () => void this.#look().then(() => this.#lookLater()));
  }

  #end(roomId: RoomId): void {
    void this.meetings.byRoom(roomId)?.end('by-host');
  }

  /** Never rejects. */
  async #look(): Promise<void> {
    const roomIds = this.meetings.roomIds();
    if (roomIds.length === 0) return;
    try {
      for (const roomId of await this.rooms.closedAmong(roomIds)) this.#end(roomId);
    } catch (fault) {
      this.log.warn({ fault }, 'it could not be looked whether rooms of meetings were closed');
    }
  }
}
