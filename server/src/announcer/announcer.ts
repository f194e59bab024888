import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import type { Payload, SignallingEvents } from '#contracts';
import { MediaFacts } from '../media/media-fact.js';
import { MeetingFacts, type MeetingFact } from '../meetings/meeting-fact.js';
import { SOCKET_OUT, type EventName, type SocketOut } from '../wire/socket-out.js';

type Notice = { [K in EventName]: readonly [K, Payload<SignallingEvents, K>] }[EventName];

/** The one translation of inside facts to outside events. A new fact does not compile until it is decided here. */
export function noticeOf(fact: MeetingFact): Notice {
  switch (fact.kind) {
    case 'participant.joined':
      return ['participant.joined', { seq: fact.seq, participant: fact.participant }];
    case 'participant.changed':
      return ['participant.changed', { seq: fact.seq, participant: fact.participant }];
    case 'participant.left':
      return ['participant.left', { seq: fact.seq, participantId: fact.participantId, reason: fact.reason }];
    case 'meeting.ended':
      return ['meeting.ended', { seq: fact.seq, reason: fact.reason }];
  }
}

/**
 * Carries facts to browsers. They leave at the end of the turn of the event loop in which they happened, in their order:
 * by then whoever was just admitted has the answer, with the snapshot that these facts follow.
 */
@Injectable()
export class Announcer implements OnModuleInit, OnModuleDestroy {
  readonly #waiting: (() => void)[] = [];
  readonly #stops: (() => void)[] = [];

  constructor(
    @Inject(MeetingFacts) private readonly meetings: MeetingFacts,
    @Inject(MediaFacts) private readonly media: MediaFacts,
    @Inject(SOCKET_OUT) private readonly out: SocketOut,
  ) {}

  onModuleInit(): void {
    this.#stops.push(
      this.meetings.listen(({ meetingId, fact, exceptSocketId }) => {
        const [name, payload] = noticeOf(fact);
        this.#soon(() => this.out.toMeeting(meetingId, name, payload, { exceptSocketId }));
      }),
      this.media.listen(({ kind, meetingId, speakers }) => {
        this.#soon(() => this.out.toMeeting(meetingId, kind, { speakers }, { isVolatile: true }));
      }),
    );
  }

  onModuleDestroy(): void {
    for (const stop of this.#stops) stop();
  }

  #soon(send: () => void): void {
    if (this.#waiting.length === 0) setImmediate(() => this.#sendAll());
    this.#waiting.push(send);
  }

  #sendAll(): void {
    for (const send of this.#waiting.splice(0)) send();
  }
}
