import type { ParticipantId } from '#contracts';
import type { Clock, Log } from '#kernel';
import type { Caller } from '../wire/caller.js';
import type { SocketOut } from '../wire/socket-out.js';
import type { MeetingFacts } from './meeting-fact.js';
import type { MeetingRecords } from './meeting-records.js';
import type { Standing } from './meeting-terms.js';

/** What a meeting works with. */
export interface MeetingTools {
  readonly records: MeetingRecords;
  readonly facts: MeetingFacts;
  readonly out: SocketOut;
  readonly clock: Clock;
  readonly log: Log;
  readonly seatGraceMs: number;
  /** The grace of a page that said it is going: for a quick reload. */
  readonly partGraceMs: number;
  /** True once the caller's socket has ended. */
  readonly hasEnded: (caller: Caller) => boolean;
  /** Called once, when the meeting is over. `recorded` never rejects. */
  readonly onOver: (recorded: Promise<void>) => void;
}

/** A seat that a socket may take, once its media stands. */
export interface Claim {
  readonly participantId: ParticipantId;
  readonly resumeToken: string;
  /** Resolves when the seat and its token are stored. Nobody is told of the token before. */
  readonly recorded: Promise<void>;
}

/** Somebody who wants to come in. */
export interface Newcomer {
  readonly name: string;
  readonly joinKey: string;
  /** That of a guest without any right of their own when left out. */
  readonly standing?: Standing | undefined;
  /** What their media was opened for already. */
  readonly participantId?: ParticipantId | undefined;
}
