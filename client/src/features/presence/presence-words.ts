import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { Presence } from '#contracts';
import { useMinute } from '../../ui/use-minute.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** Longer ago than that nobody counts days any more. */
const LONG_MS = 30 * DAY_MS;

/** How somebody is, in words: their state, or when they were last active. */
export function usePresenceWords(): (presence: Presence | undefined) => string {
  const { t } = useTranslation();
  const nowMs = useMinute();
  return useCallback(
    (presence) => {
      if (presence === undefined) return '';
      const { status, lastActiveAtMs } = presence;
      if (status !== 'offline' || lastActiveAtMs === undefined) return t(`presence.${status}`);
      const agoMs = Math.max(MINUTE_MS, nowMs - lastActiveAtMs);
      if (agoMs < HOUR_MS) return t('presence.lastActiveMinutes', { count: Math.floor(agoMs / MINUTE_MS) });
      if (agoMs < DAY_MS) return t('presence.lastActiveHours', { count: Math.floor(agoMs / HOUR_MS) });
      if (agoMs < LONG_MS) return t('presence.lastActiveDays', { count: Math.floor(agoMs / DAY_MS) });
      return t('presence.lastActiveLong');
    },
    [t, nowMs],
  );
}
