import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import type { MeetingId } from '#contracts';
import type { Clock } from '#kernel';
import { CLOCK } from '../core/tokens.js';
import { MediaFacts, type MediaFact } from '../media/media-fact.js';
import { MeetingFacts } from '../meetings/meeting-fact.js';
import { MeetingsService } from '../meetings/meetings.service.js';
import { SOCKET_OUT, type SocketOut } from '../wire/socket-out.js';

/** How often hosts are told how long everybody has spoken, while anybody speaks. */
const TELL_EVERY_MS = 5_000;

/** Brings what the media hosts hear to the meetings, which keep each person's speaking time. */
@Injectable()
export class SpeakingService implements OnModuleInit, OnModuleDestroy {
  readonly #toldAtMs = new Map<MeetingId, number>();
  readonly #stops: (() => void)[] = [];

  constructor(
    @Inject(MediaFacts) private readonly media: MediaFacts,
    @Inject(MeetingFacts) private readonly facts: MeetingFacts,
    @Inject(MeetingsService) private readonly meetings: MeetingsService,
    @Inject(SOCKET_OUT) private readonly out: SocketOut,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.#stops.push(
      this.media.listen((fact) => {
        if (fact.kind === 'meeting.speaking') this.#heard(fact);
      }),
      this.facts.listen(({ meetingId, fact }) => {
        if (fact.kind === 'meeting.ended') this.#toldAtMs.delete(meetingId);
      }),
      this.meetings.abandoned.listen(({ meetingId }) => void this.#toldAtMs.delete(meetingId)),
    );
  }

  onModuleDestroy(): void {
    for (const stop of this.#stops) stop();
  }

  #heard({ meetingId, speakers }: Extract<MediaFact, { kind: 'meeting.speaking' }>): void {
    const live = this.meetings.byId(meetingId);
    if (live === undefined || live.rules.isEnded) return;
    const nowMs = this.clock.monotonicMs();
    live.rules.heard(
      speakers.map(({ participantId }) => participantId),
      nowMs,
    );
    if (nowMs - (this.#toldAtMs.get(meetingId) ?? Number.NEGATIVE_INFINITY) < TELL_EVERY_MS) return;
    this.#toldAtMs.set(meetingId, nowMs);
    live.tell(live.rules.resortHands());
    const { spoken } = live.rules.hostView();
    for (const socketId of live.stewardSockets()) this.out.toSocket(socketId, 'speaking.measured', { spoken });
  }
}
