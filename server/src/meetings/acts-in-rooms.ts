import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { ROOM_ACTS, type RoomAct, type RoomActs } from '../wire/room-acts.js';
import { MeetingsService } from './meetings.service.js';

/** What is done to a room while people meet there is told to them and kept in the meeting's log, as what is done in there. */
@Injectable()
export class ActsInRooms implements OnApplicationBootstrap, OnApplicationShutdown {
  #stop: (() => void) | undefined;

  constructor(
    @Inject(ROOM_ACTS) private readonly acts: RoomActs,
    @Inject(MeetingsService) private readonly meetings: MeetingsService,
  ) {}

  onApplicationBootstrap(): void {
    this.#stop = this.acts.listen((act) => this.#tell(act));
  }

  onApplicationShutdown(): void {
    this.#stop?.();
  }

  #tell({ roomId, identityId, act, targetName }: RoomAct): void {
    const live = this.meetings.byRoom(roomId);
    // Who did it may be on another page, and not in the meeting.
    const seat = live?.rules.seatsOf(identityId)[0];
    const actor = seat === undefined ? {} : { actorId: seat.participantId, actorName: seat.name };
    live?.tell([{ kind: 'host.acted', act, ...actor, ...(targetName !== undefined && { targetName }) }]);
  }
}
