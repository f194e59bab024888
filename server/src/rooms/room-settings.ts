import { DEFAULT_ROOM_SETTINGS, Refusal, type RoomSettings, type RoomSettingsChange } from '#contracts';

/** All settings of a room: what was chosen, over what every room begins with, within what the operator allows. */
export function settingsOf(chosen: RoomSettingsChange, operatorCapacityCount: number): RoomSettings {
  const wished = { ...DEFAULT_ROOM_SETTINGS, ...chosen };
  return {
    ...wished,
    permissions: { ...DEFAULT_ROOM_SETTINGS.permissions, ...chosen.permissions },
    capacityCount: Math.min(wished.capacityCount, operatorCapacityCount),
  };
}

/** @throws {Refusal} `invalid-input` for more people than the operator allows. */
export function changedSettings(
  chosen: RoomSettingsChange,
  change: RoomSettingsChange,
  operatorCapacityCount: number,
): RoomSettingsChange {
  if ((change.capacityCount ?? 0) > operatorCapacityCount) {
    throw new Refusal('invalid-input', `settings.capacityCount: may be at most ${operatorCapacityCount} here`, {
      field: 'settings.capacityCount',
      issue: 'many',
      limit: operatorCapacityCount,
    });
  }
  const permissions = { ...chosen.permissions, ...change.permissions };
  return { ...chosen, ...change, ...(Object.keys(permissions).length > 0 && { permissions }) };
}
