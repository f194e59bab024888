import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Refusal } from '#contracts';
import { PERSON_CHANGES, type PersonChange, type PersonChanges } from '../wire/person-changes.js';
import type { LiveMeeting } from './live-meeting.js';
import { MeetingsService } from './meetings.service.js';
import type { Seat } from './seats.js';

/** People in a meeting look as their accounts say by now, and are called so unless they go by another name in there. */
@Injectable()
export class ShownPeople implements OnApplicationBootstrap, OnApplicationShutdown {
  #stop: (() => void) | undefined;

  constructor(
    @Inject(PERSON_CHANGES) private readonly changes: PersonChanges,
    @Inject(MeetingsService) private readonly meetings: MeetingsService,
  ) {}

  onApplicationBootstrap(): void {
    this.#stop = this.changes.listen((change) => this.#show(change));
  }

  onApplicationShutdown(): void {
    this.#stop?.();
  }

  #show(change: PersonChange): void {
    for (const roomId of this.meetings.roomIds()) {
      const live = this.meetings.byRoom(roomId);
      if (live === undefined) continue;
      live.tell(live.rules.portray(change));
      for (const seat of live.rules.seatsOf(change.identityId)) rename(live, seat, change);
    }
  }
}

function rename(live: LiveMeeting, { participantId, name, state }: Readonly<Seat>, change: PersonChange): void {
  if (name !== change.nameBefore || name === change.name || state === 'arriving') return;
  try {
    live.command(participantId, 'participant.rename', { name: change.name });
  } catch (thrown) {
    // A host who lets nobody change their names means this way as well.
    if (!(thrown instanceof Refusal)) throw thrown;
  }
}
