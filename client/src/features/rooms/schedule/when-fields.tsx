import { useTranslation } from 'react-i18next';
import { Select } from '../../../ui/select.js';
import { TextField } from '../../../ui/text-field.js';
import { localeOf, ownTimeZone, whenWords } from '../when-words.js';
import { startsAtMsOf, type FieldsProps, type ScheduleDraft } from './schedule-draft.js';
import styles from './schedule.module.css';

const MINUTE_MS = 60_000;
const DURATIONS_MS = [15, 30, 45, 60, 90, 120, 180, 240, 480].map((minutes) => minutes * MINUTE_MS);

/** Day, time, how long, and by which clock. */
export function WhenFields({ draft, faults, onChange }: FieldsProps) {
  const { t } = useTranslation();
  const durations = [...new Set([...DURATIONS_MS, draft.durationMs])].toSorted((left, right) => left - right);
  return (
    <div className={styles.row}>
      <TextField
        type="date"
        label={t('schedule.date')}
        error={faults.date && t(faults.date === 'past' ? 'schedule.datePast' : 'schedule.dateInvalid')}
        value={draft.date}
        onChange={(event) => onChange({ ...draft, date: event.target.value })}
      />
      <TextField
        type="time"
        label={t('schedule.time')}
        error={faults.time && t('schedule.timeInvalid')}
        value={draft.time}
        onChange={(event) => onChange({ ...draft, time: event.target.value })}
      />
      <Select
        label={t('schedule.duration')}
        options={durations.map((durationMs) => ({ value: String(durationMs), label: lengthWords(durationMs) }))}
        value={String(draft.durationMs)}
        onChange={(value) => onChange({ ...draft, durationMs: Number(value) })}
      />
      <Zone draft={draft} onChange={(timeZone) => onChange({ ...draft, timeZone })} />
    </div>
  );

  function lengthWords(durationMs: number): string {
    const minuteCount = Math.round(durationMs / MINUTE_MS);
    return minuteCount % 60 === 0 && minuteCount > 0
      ? t('schedule.hours', { count: minuteCount / 60 })
      : t('schedule.minutes', { count: minuteCount });
  }
}

interface ZoneProps {
  readonly draft: ScheduleDraft;
  readonly onChange: (timeZone: string) => void;
}

function Zone({ draft, onChange }: ZoneProps) {
  const { t, i18n } = useTranslation();
  const fromMs = startsAtMsOf(draft);
  const own = ownTimeZone();
  const zones = [...new Set([own, draft.timeZone, ...Intl.supportedValuesOf('timeZone')])];
  const span = fromMs === undefined ? undefined : { fromMs, toMs: fromMs + draft.durationMs };
  const isElsewhere = draft.timeZone !== own && span !== undefined;
  const when = span === undefined ? '' : whenWords(localeOf(i18n.language), span);
  return (
    <Select
      label={t('schedule.timeZone')}
      options={zones.map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }))}
      value={draft.timeZone}
      onChange={onChange}
      {...(isElsewhere && { hint: t('schedule.inYourZone', { when }) })}
    />
  );
}
