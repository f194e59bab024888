import {
  IdentityId,
  MeetingId,
  ParticipantId,
  RoomId,
  TimerId,
  TimerPresetId,
  TopicId,
  type Input,
  type SignallingRequests,
} from '#contracts';
import { DEFAULT_RULES, type MeetingRules } from './meeting-rules.js';
import type { CommandName, Standing } from './meeting-terms.js';
import { Meeting } from './meeting.js';

/** A valid id for each number of each kind. */
export function uuid(kind: string, count: number): string {
  return `${kind.padStart(8, '0')}-0000-4000-8000-${String(count).padStart(12, '0')}`;
}

export const identity = (count: number): IdentityId => IdentityId.parse(uuid('1', count));
export const person = (count: number): ParticipantId => ParticipantId.parse(uuid('2', count));
export const timerId = (count: number): TimerId => TimerId.parse(uuid('3', count));
export const topicId = (count: number): TopicId => TopicId.parse(uuid('4', count));
export const presetId = (durationMs: number): TimerPresetId =>
  TimerPresetId.parse(`00000000-0000-4000-8000-${String(durationMs).padStart(12, '0')}`);

/** The identity that every meeting of this kind belongs to. */
export const HOST = 1;

/** A meeting for tests of its rules, with shorter ways to put people in and commands to it. */
export class TestMeeting extends Meeting {
  nowMs = 1_000;
  #idCount = 0;

  constructor({ capacityCount = 20, rules = {} }: { capacityCount?: number; rules?: Partial<MeetingRules> } = {}) {
    super({
      meetingId: MeetingId.parse(uuid('5', 1)),
      roomId: RoomId.parse(uuid('6', 1)),
      hostIdentityId: identity(HOST),
      capacityCount,
      startedAtMs: 5,
      seq: 0,
      rules: { ...DEFAULT_RULES, ...rules },
    });
  }

  /** Somebody comes in. Person 1 is the host. */
  seated(count: number, { who = count, standing }: { who?: number; standing?: Standing } = {}): ParticipantId {
    const participantId = person(count);
    const arrival = { participantId, identityId: identity(who), name: `P${count}`, joinKey: `key-${count}` };
    this.arrive({ ...arrival, atMs: this.nowMs, standing });
    this.admit(participantId);
    return participantId;
  }

  give<K extends CommandName>(by: number, name: K, input: Input<SignallingRequests, K>) {
    return this.command(person(by), { name, input, atMs: this.nowMs, newId: () => uuid('7', (this.#idCount += 1)) });
  }

  kinds(facts: readonly { readonly kind: string }[]): string[] {
    return facts.map(({ kind }) => kind);
  }
}
