import type { LeaveReason, ParticipantId } from '#contracts';
import { TaskQueue, type Log } from '#kernel';
import type { MeetingRecords, MeetingRun, SeatEnd } from './meeting-records.js';
import type { KeptSeat } from './seats.js';
import type { TokenHashes } from './seat-tokens.js';

/** A seat's tokens, and how to tell whether a later claim has voided them. */
interface TokenWish {
  readonly participantId: ParticipantId;
  readonly tokens: TokenHashes;
  readonly isLatest: () => boolean;
}

/** The order in which the seats of one meeting are recorded: each after its own writes of before, and all after its start. */
export class SeatWrites {
  readonly #run: MeetingRun;
  readonly #records: MeetingRecords;
  readonly #log: Log;
  readonly #queues = new Map<ParticipantId, TaskQueue>();
  #started: Promise<void> = Promise.resolve();

  constructor(run: MeetingRun, records: MeetingRecords, log: Log) {
    this.#run = run;
    this.#records = records;
    this.#log = log;
  }

  /** What must be stored before anything else can be. A failure of it fails each write. */
  startAfter(started: Promise<void>): void {
    this.#started = started;
    started.catch(() => undefined); // Each write meets the failure and answers for it.
  }

  /** Resolves once the meeting itself is stored. */
  get started(): Promise<void> {
    return this.#started;
  }

  take(seat: KeptSeat, tokens: TokenHashes): Promise<void> {
    return handled(
      this.#write(seat.participantId, () => this.#records.takeSeat(this.#run, { ...recordOf(seat), tokens })),
    );
  }

  keepTokens({ participantId, tokens, isLatest }: TokenWish): Promise<void> {
    return handled(
      this.#write(participantId, async () => {
        // A later claim has voided this token already, and stores its own.
        if (isLatest()) await this.#records.keepTokens(this.#run, { participantId, tokens });
      }),
    );
  }

  /** Never rejects: a seat whose end could not be stored is read back by the next run, and ends after its grace. */
  leave(end: SeatEnd & { readonly reason: LeaveReason; readonly atMs: number }): void {
    const { participantId } = end;
    const written = this.#write(participantId, () => this.#records.leaveSeat(this.#run, end));
    void this.#recordEnd(written).then(() => this.#queues.delete(participantId));
  }

  /** After everything else. Never rejects, as `leave`. */
  end(atMs: number, seats: readonly SeatEnd[]): Promise<void> {
    return this.#recordEnd(this.#afterAll(() => this.#records.end(this.#run, atMs, seats)));
  }

  #write(participantId: ParticipantId, write: () => Promise<void>): Promise<void> {
    const queue = this.#queues.get(participantId) ?? new TaskQueue();
    this.#queues.set(participantId, queue);
    return queue.run(async () => {
      await this.#started;
      await write();
    });
  }

  async #afterAll(write: () => Promise<void>): Promise<void> {
    await Promise.all([...this.#queues.values()].map((queue) => queue.run(() => Promise.resolve())));
    await write();
  }

  async #recordEnd(write: Promise<void>): Promise<void> {
    try {
      await write;
    } catch (fault) {
      const { meetingId } = this.#run;
      this.#log.warn({ meetingId, fault }, 'the end of a seat or meeting could not be recorded');
    }
  }
}

/** Whoever claimed awaits it, but perhaps not before something else has failed. */
function handled(written: Promise<void>): Promise<void> {
  written.catch(() => undefined);
  return written;
}

function recordOf({ participantId, identityId, name, role, isGuest, joinedAtMs }: KeptSeat): KeptSeat {
  return { participantId, identityId, name, role, isGuest, joinedAtMs };
}
