import {
  Refusal,
  TIMER_MAX_MS,
  TIMERS_MAX_COUNT,
  type ParticipantId,
  type Timer,
  type TimerId,
  type TimerPreset,
  type TimerPresetId,
} from '#contracts';
import type { Change } from './meeting-fact.js';

export interface TimerWish {
  readonly timerId: TimerId;
  readonly presetId: TimerPresetId;
  readonly targetId?: ParticipantId | undefined;
  readonly mutesAtEnd: boolean;
}

/** Ended timers that are remembered, so that a repeated cancelling finds its own effect. */
const ENDED_MAX_COUNT = 64;

/** The timers of a meeting: deadlines, not countdowns. One for the meeting, and one for each speaker. */
export class Timers {
  readonly #presets: readonly TimerPreset[];
  readonly #running = new Map<TimerId, Timer>();
  readonly #ended = new Set<TimerId>();

  constructor(presets: readonly TimerPreset[]) {
    this.#presets = presets;
  }

  get presets(): readonly TimerPreset[] {
    return this.#presets;
  }

  /** @throws {Refusal} `not-found` for an unknown preset; `limit-reached`. */
  start(wish: TimerWish, nowMs: number): Change[] {
    if (this.#running.has(wish.timerId) || this.#ended.has(wish.timerId)) return [];
    const { durationMs } = this.#preset(wish.presetId);
    const before = [...this.#running.values()].find(({ targetId }) => targetId === wish.targetId);
    if (before === undefined && this.#running.size >= TIMERS_MAX_COUNT) {
      throw new Refusal('limit-reached', 'There are too many timers already.');
    }
    const replaced: Change[] = before === undefined ? [] : this.#end(before, 'replaced');
    const timer: Timer = {
      timerId: wish.timerId,
      presetId: wish.presetId,
      durationMs,
      mutesAtEnd: wish.mutesAtEnd,
      state: { kind: 'running', endsAtMs: nowMs + durationMs },
      ...(wish.targetId !== undefined && { targetId: wish.targetId }),
    };
    return [...replaced, ...this.#become(timer)];
  }

  /** @throws {Refusal} `not-found`. */
  pause(timerId: TimerId, nowMs: number): Change[] {
    const timer = this.require(timerId);
    if (timer.state.kind === 'paused') return [];
    return this.#become({
      ...timer,
      state: { kind: 'paused', remainingMs: Math.max(0, timer.state.endsAtMs - nowMs) },
    });
  }

  /** @throws {Refusal} `not-found`. */
  resume(timerId: TimerId, nowMs: number): Change[] {
    const timer = this.require(timerId);
    if (timer.state.kind === 'running') return [];
    return this.#become({ ...timer, state: { kind: 'running', endsAtMs: nowMs + timer.state.remainingMs } });
  }

  /** @throws {Refusal} `not-found` for an unknown timer or preset; `limit-reached` past the longest. */
  extend(timerId: TimerId, presetId: TimerPresetId): Change[] {
    const timer = this.require(timerId);
    const addedMs = this.#preset(presetId).durationMs;
    const durationMs = timer.durationMs + addedMs;
    if (durationMs > TIMER_MAX_MS) throw new Refusal('limit-reached', 'A timer cannot run longer than a day.');
    const { state } = timer;
    const extended: Timer['state'] =
      state.kind === 'running'
        ? { kind: 'running', endsAtMs: state.endsAtMs + addedMs }
        : { kind: 'paused', remainingMs: state.remainingMs + addedMs };
    return this.#become({ ...timer, durationMs, state: extended });
  }

  /** Safe to repeat. @throws {Refusal} `not-found`. */
  cancel(timerId: TimerId): Change[] {
    if (this.#ended.has(timerId)) return [];
    return this.#end(this.require(timerId), 'cancelled');
  }

  /** Somebody has left, and their speaking time with them. */
  forget(participantId: ParticipantId): Change[] {
    const theirs = [...this.#running.values()].filter(({ targetId }) => targetId === participantId);
    return theirs.flatMap((timer) => this.#end(timer, 'cancelled'));
  }

  /** Ends those whose time is up, and hands them out. */
  elapse(nowMs: number): { readonly facts: Change[]; readonly elapsed: readonly Timer[] } {
    const elapsed = [...this.#running.values()]
      .filter(({ state }) => state.kind === 'running' && state.endsAtMs <= nowMs)
      .toSorted((a, b) => deadlineOf(a) - deadlineOf(b));
    return { elapsed, facts: elapsed.flatMap((timer) => this.#end(timer, 'elapsed')) };
  }

  /** When the next one ends; undefined while none runs. */
  nextDueMs(): number | undefined {
    const due = Math.min(...[...this.#running.values()].map(deadlineOf));
    return Number.isFinite(due) ? due : undefined;
  }

  find(timerId: TimerId): Timer | undefined {
    return this.#running.get(timerId);
  }

  /** @throws {Refusal} `not-found`, in the same words whether the id is unknown, over or of another meeting. */
  require(timerId: TimerId): Timer {
    const timer = this.#running.get(timerId);
    if (timer === undefined) throw new Refusal('not-found', 'There is no such timer.');
    return timer;
  }

  view(): Timer[] {
    return [...this.#running.values()];
  }

  restore(timers: readonly Timer[]): void {
    for (const timer of timers) this.#running.set(timer.timerId, timer);
  }

  #preset(presetId: TimerPresetId): TimerPreset {
    const preset = this.#presets.find((one) => one.presetId === presetId);
    if (preset === undefined) throw new Refusal('not-found', 'There is no such duration.');
    return preset;
  }

  #become(timer: Timer): Change[] {
    this.#running.set(timer.timerId, timer);
    return [{ kind: 'timer.changed', timer }];
  }

  #end({ timerId }: Timer, reason: 'elapsed' | 'cancelled' | 'replaced'): Change[] {
    this.#running.delete(timerId);
    this.#ended.add(timerId);
    const [oldest] = this.#ended;
    if (this.#ended.size > ENDED_MAX_COUNT && oldest !== undefined) this.#ended.delete(oldest);
    return [{ kind: 'timer.ended', timerId, reason }];
  }
}

function deadlineOf({ state }: Timer): number {
  return state.kind === 'running' ? state.endsAtMs : Number.POSITIVE_INFINITY;
}
