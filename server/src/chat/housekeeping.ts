import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { DEFAULT_ROOM_SETTINGS, type MeetingId } from '#contracts';
import { MeetingFacts } from '../meetings/meeting-fact.js';
import { ChatAccess } from './chat-access.js';
import { CHAT_TOOLS, type ChatTools } from './chat-tools.js';

const SWEEP_EVERY_MS = 600_000;
/** Messages removed in one statement: a few milliseconds, in which nobody is held up. */
const PRUNE_BATCH_COUNT = 500;

/** Lets go of what is over: private conversations with their meeting, and messages past their room's setting. */
@Injectable()
export class ChatHousekeeping implements OnApplicationBootstrap, OnApplicationShutdown {
  #stops: (() => void)[] = [];

  constructor(
    @Inject(CHAT_TOOLS) private readonly tools: ChatTools,
    @Inject(ChatAccess) private readonly access: ChatAccess,
    @Inject(MeetingFacts) private readonly meetings: MeetingFacts,
  ) {}

  onApplicationBootstrap(): void {
    this.#stops.push(
      this.meetings.listen(({ meetingId, fact }) => {
        if (fact.kind === 'meeting.ended') void this.#meetingEnded(meetingId);
      }),
    );
    this.#again(0);
  }

  async onApplicationShutdown(): Promise<void> {
    for (const stop of this.#stops) stop();
    await this.tools.receipts.flush();
  }

  /** Removes what is past its time, in batches. Never rejects. */
  async sweep(): Promise<void> {
    const { records, clock, log } = this.tools;
    try {
      await records.dropStray();
      const of = { nowMs: clock.nowMs(), days: DEFAULT_ROOM_SETTINGS.chatRetentionDays, limit: PRUNE_BATCH_COUNT };
      while ((await records.prune(of)) === PRUNE_BATCH_COUNT);
    } catch (fault) {
      log.warn({ fault }, 'old messages could not be removed; trying again later');
    }
  }

  /** Never rejects: what fails here is found by the next sweep. */
  async #meetingEnded(meetingId: MeetingId): Promise<void> {
    this.access.forgetMeeting(meetingId);
    try {
      for (const place of await this.tools.records.dropPrivate(meetingId)) {
        const audience = { identityIds: place.members.map(({ identityId }) => identityId) };
        this.tools.facts.tell({ conversationId: place.conversationId, audience, fact: { kind: 'closed' } });
      }
    } catch (fault) {
      this.tools.log.warn({ meetingId, fault }, 'private conversations of a meeting could not be removed');
    }
  }

  #again(waitMs: number): void {
    const cancel = this.tools.clock.after(waitMs, () => void this.sweep().then(() => this.#again(SWEEP_EVERY_MS)));
    this.#stops = [...this.#stops.slice(0, 1), cancel];
  }
}
