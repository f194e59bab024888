import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { RoomId } from '#contracts';
import type { Log } from '#kernel';
import { LOG } from '../../core/tokens.js';
import { RoomFacts } from '../room-facts.js';
import { ScheduleService } from './schedule.service.js';

/** What was planned in a room that was deleted is cancelled. */
@Injectable()
export class PlannedInClosedRooms implements OnApplicationBootstrap, OnApplicationShutdown {
  #stop: (() => void) | undefined;

  constructor(
    @Inject(RoomFacts) private readonly facts: RoomFacts,
    @Inject(ScheduleService) private readonly schedule: ScheduleService,
    @Inject(LOG) private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    this.#stop = this.facts.listen(({ roomId, why }) => {
      if (why === 'deleted') void this.#cancelAll(roomId);
    });
  }

  onApplicationShutdown(): void {
    this.#stop?.();
  }

  /** Never rejects: what is left is listed nowhere, and its invitees find that the link has ended. */
  async #cancelAll(roomId: RoomId): Promise<void> {
    try {
      await this.schedule.cancelAllIn(roomId);
    } catch (fault) {
      this.log.warn({ roomId, fault }, 'what was planned in a deleted room could not be cancelled');
    }
  }
}
