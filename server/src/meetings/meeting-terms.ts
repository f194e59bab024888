import type { IdentityId, Input, MeetingId, ParticipantId, Role, RoomId, SignallingRequests } from '#contracts';
import type { HostCommandName } from './host-commands.js';
import type { MeetingRules } from './meeting-rules.js';
import type { ToolCommandName } from './tool-commands.js';

/** What a meeting is made with, new or read back after a server's death. */
export interface MeetingTerms {
  readonly meetingId: MeetingId;
  readonly roomId: RoomId;
  readonly hostIdentityId: IdentityId;
  readonly capacityCount: number;
  readonly startedAtMs: number;
  /** The facts of this meeting are numbered from here on. */
  readonly seq: number;
  readonly rules?: MeetingRules | undefined;
  /** Names of those with an account who belong to the room; no guest may pass for one of them. */
  readonly memberNames?: readonly string[] | undefined;
}

/** What somebody is before they come in. */
export interface Standing {
  /** By right of the room. Who opened it is host in any case. */
  readonly role: Role;
  /** True without an account. */
  readonly isGuest: boolean;
}

/** Somebody who asks for a seat. */
export interface Arrival {
  readonly participantId: ParticipantId;
  readonly identityId: IdentityId;
  readonly name: string;
  readonly joinKey: string;
  readonly atMs: number;
  readonly standing?: Standing | undefined;
}

export type CommandName = HostCommandName | ToolCommandName;

/** One command, as its giver put it. */
export interface CommandOf<K extends CommandName> {
  readonly name: K;
  readonly input: Input<SignallingRequests, K>;
  readonly atMs: number;
  readonly newId: () => string;
}

/** Numbers of a recovered meeting begin this much higher than those of the run before, which cannot have got so far. */
const SEQ_PER_RUN_COUNT = 1_000_000_000;

/** Where the facts of a meeting's nth run begin, so that no number is ever given twice. */
export function firstSeqOf(run: number): number {
  return run * SEQ_PER_RUN_COUNT;
}
