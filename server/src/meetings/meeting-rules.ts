import {
  EVERYTHING_ALLOWED,
  TIMER_PRESETS_MAX_COUNT,
  TimerPresetId,
  type Access,
  type Permissions,
  type RoomSettings,
  type Succession,
  type TimerPreset,
} from '#contracts';

/** What a room says of how its meetings begin. Hosts may change most of it while they run. */
export interface MeetingRules {
  readonly access: Access;
  readonly permissions: Permissions;
  /** False when somebody a host has muted needs leave to unmute. */
  readonly mayUnmuteThemselves: boolean;
  /** True when everybody but hosts comes in silent. */
  readonly isMutedOnEntry: boolean;
  readonly timerPresets: readonly TimerPreset[];
  readonly succession: Succession;
}

/** Offered in every room, the room's own beside them. */
const TIMER_PRESETS_MS = [15_000, 30_000, 45_000, 60_000, 120_000, 300_000, 600_000];

export const DEFAULT_RULES: MeetingRules = {
  access: { isLocked: false, isLobbyOn: false },
  permissions: EVERYTHING_ALLOWED,
  mayUnmuteThemselves: true,
  isMutedOnEntry: false,
  timerPresets: TIMER_PRESETS_MS.map(presetOf),
  succession: 'longest-present',
};

/** How a meeting begins in a room with these settings. */
export function rulesOf(settings: RoomSettings | undefined): MeetingRules {
  if (settings === undefined) return DEFAULT_RULES;
  const { isLocked, isLobbyOn, isMutedOnEntry, permissions, mayUnmuteThemselves, succession } = settings;
  const durationsMs = new Set([...TIMER_PRESETS_MS, ...settings.timerPresetsMs]);
  return {
    access: { isLocked, isLobbyOn },
    permissions,
    mayUnmuteThemselves,
    isMutedOnEntry,
    timerPresets: [...durationsMs]
      .toSorted((a, b) => a - b)
      .slice(0, TIMER_PRESETS_MAX_COUNT)
      .map(presetOf),
    succession,
  };
}

/** A duration has the same id in every room and on every node, so that nothing needs to be stored. */
export function presetOf(durationMs: number): TimerPreset {
  const presetId = TimerPresetId.parse(`00000000-0000-4000-8000-${String(durationMs).padStart(12, '0')}`);
  return { presetId, durationMs };
}
