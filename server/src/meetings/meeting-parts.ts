import type { TimerPreset } from '#contracts';
import { AgendaRun } from './agenda-run.js';
import { Door } from './door.js';
import { HandQueue } from './hand-queue.js';
import { LookAlikes } from './look-alikes.js';
import type { MeetingRules } from './meeting-rules.js';
import { Moderation } from './moderation.js';
import { Seats } from './seats.js';
import { SpeakingTimes } from './speaking-times.js';
import { StagePlan } from './stage-plan.js';
import { Succession } from './succession.js';
import { Timers } from './timers.js';

/** The rules of one meeting, each about one thing. */
export interface MeetingParts {
  readonly rules: MeetingRules;
  readonly seats: Seats;
  readonly looks: LookAlikes;
  readonly door: Door;
  readonly moderation: Moderation;
  readonly succession: Succession;
  readonly hands: HandQueue;
  readonly timers: Timers;
  readonly agenda: AgendaRun;
  readonly stage: StagePlan;
  readonly spoken: SpeakingTimes;
}

/** `memberNames` are of those with an account who belong to the room. */
export function newParts(rules: MeetingRules, memberNames: readonly string[] = []): MeetingParts {
  const seats = new Seats();
  const spoken = new SpeakingTimes();
  const door = new Door(rules.access);
  const presets: readonly TimerPreset[] = rules.timerPresets;
  return {
    rules,
    seats,
    looks: new LookAlikes({ seats, door }, memberNames),
    spoken,
    door,
    moderation: new Moderation(seats, rules.permissions),
    succession: new Succession(seats, rules.succession),
    hands: new HandQueue((participantId) => spoken.of(participantId)),
    timers: new Timers(presets),
    agenda: new AgendaRun(),
    stage: new StagePlan(),
  };
}
