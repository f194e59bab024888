import { z } from 'zod';
import { ParticipantId } from '../ids.js';
import { event, request } from '../wire.js';
import { AtMs, Seq } from './seq.js';

/** Chosen by whoever starts the timer, so that a repeated request finds its own earlier effect. */
export const TimerId = z.uuid().brand<'TimerId'>();
export type TimerId = z.output<typeof TimerId>;

/** One of the durations that the server offers; a client can name no other. */
export const TimerPresetId = z.uuid().brand<'TimerPresetId'>();
export type TimerPresetId = z.output<typeof TimerPresetId>;

/** Most presets of a room. */
export const TIMER_PRESETS_MAX_COUNT = 24;
/** Most timers of a meeting at a time. */
export const TIMERS_MAX_COUNT = 16;
/** Longest a timer may run, extensions included. */
export const TIMER_MAX_MS = 24 * 60 * 60 * 1_000;

export const TimerPreset = z.strictObject({
  presetId: TimerPresetId,
  durationMs: z.int().min(1_000).max(TIMER_MAX_MS),
});
export type TimerPreset = z.output<typeof TimerPreset>;

/** Running timers have a deadline by the server's clock; paused ones have what is left. */
export const TimerState = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('running'), endsAtMs: AtMs }),
  z.strictObject({ kind: z.literal('paused'), remainingMs: z.int().nonnegative().max(TIMER_MAX_MS) }),
]);
export type TimerState = z.output<typeof TimerState>;

export const Timer = z.strictObject({
  timerId: TimerId,
  presetId: TimerPresetId,
  /** The whole of it, extensions included. */
  durationMs: z.int().positive().max(TIMER_MAX_MS),
  /** Whose speaking time it is; absent for the meeting's own. */
  targetId: ParticipantId.exactOptional(),
  /** True when its end mutes its target, or without one everybody but the hosts. They may unmute themselves again. */
  mutesAtEnd: z.boolean(),
  state: TimerState,
});
export type Timer = z.output<typeof Timer>;

export const timersRequests = {
  'timer.start': request({
    about:
      'Starts a timer of one of the presets, for everyone or for one person. A person’s new timer takes the place of their old one, and the meeting’s that of the meeting’s. Hosts and co-hosts only.',
    input: z.strictObject({
      timerId: TimerId,
      presetId: TimerPresetId,
      targetId: ParticipantId.exactOptional(),
      mutesAtEnd: z.boolean().default(false),
    }),
    output: Timer,
    isRepeatable: true,
  }),
  'timer.pause': request({
    about: 'Stops the clock of a timer. Hosts and co-hosts only.',
    input: z.strictObject({ timerId: TimerId }),
    isRepeatable: true,
  }),
  'timer.resume': request({
    about: 'Lets a paused timer run on. Hosts and co-hosts only.',
    input: z.strictObject({ timerId: TimerId }),
    isRepeatable: true,
  }),
  'timer.extend': request({
    about: 'Adds the time of a preset to a timer. Hosts and co-hosts only.',
    input: z.strictObject({ timerId: TimerId, presetId: TimerPresetId }),
  }),
  'timer.cancel': request({
    about: 'Takes a timer away without its end. Hosts and co-hosts only.',
    input: z.strictObject({ timerId: TimerId }),
    isRepeatable: true,
  }),
};

export const timersEvents = {
  'timer.changed': event(
    'A timer was started, paused, resumed or extended. Replaces what was known of it.',
    z.strictObject({ seq: Seq, timer: Timer }),
  ),
  'timer.ended': event(
    'A timer is over: its time is up, it was cancelled, or another one took its place.',
    z.strictObject({ seq: Seq, timerId: TimerId, reason: z.enum(['elapsed', 'cancelled', 'replaced']) }),
  ),
};
