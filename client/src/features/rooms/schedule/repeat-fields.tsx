import { useTranslation } from 'react-i18next';
import { OCCURRENCES_MAX_COUNT, type Weekday } from '#contracts';
import { Segmented } from '../../../ui/segmented.js';
import { Select } from '../../../ui/select.js';
import { TextField } from '../../../ui/text-field.js';
import { localeOf, weekdayName } from '../when-words.js';
import { INTERVAL_MAX_COUNT, ownDayOf, WEEK, type FieldsProps, type ScheduleDraft } from './schedule-draft.js';
import styles from './schedule.module.css';

/** How often a meeting takes place, and until when. */
export function RepeatFields({ draft, faults, onChange }: FieldsProps) {
  const { t } = useTranslation();
  const { repeat } = draft;
  return (
    <>
      <div className={styles.row}>
        <Select
          label={t('schedule.repeat')}
          options={(['never', 'daily', 'weekly', 'monthly'] as const).map((value) => ({
            value,
            label: t(`schedule.${value}`),
          }))}
          value={repeat}
          onChange={(value) => onChange({ ...draft, repeat: value })}
        />
        {repeat !== 'never' && (
          <TextField
            label={t(`schedule.interval.${repeat}`)}
            error={faults.interval && t('schedule.intervalInvalid', { max: INTERVAL_MAX_COUNT })}
            inputMode="numeric"
            value={draft.interval}
            onChange={(event) => onChange({ ...draft, interval: event.target.value })}
          />
        )}
      </div>
      {repeat === 'weekly' && <Weekdays draft={draft} onChange={(weekdays) => onChange({ ...draft, weekdays })} />}
      {repeat !== 'never' && <Ending draft={draft} faults={faults} onChange={onChange} />}
    </>
  );
}

interface WeekdaysProps {
  readonly draft: ScheduleDraft;
  readonly onChange: (weekdays: readonly Weekday[]) => void;
}

function Weekdays({ draft, onChange }: WeekdaysProps) {
  const { t, i18n } = useTranslation();
  const locale = localeOf(i18n.language);
  const own = ownDayOf(draft);
  const toggle = (day: Weekday) =>
    onChange(draft.weekdays.includes(day) ? draft.weekdays.filter((one) => one !== day) : [...draft.weekdays, day]);
  return (
    <fieldset className={styles.weekdays}>
      <legend>{t('schedule.weekdays')}</legend>
      <div className={styles.days}>
        {WEEK.map((day) => (
          <label key={day} className={styles.day}>
            <input
              type="checkbox"
              aria-label={weekdayName(locale, day, 'long')}
              checked={day === own || draft.weekdays.includes(day)}
              disabled={day === own}
              onChange={() => toggle(day)}
            />
            <span aria-hidden="true">{weekdayName(locale, day, 'short')}</span>
          </label>
        ))}
      </div>
      <p className={styles.hint}>{t('schedule.weekdaysHint')}</p>
    </fieldset>
  );
}

function Ending({ draft, faults, onChange }: FieldsProps) {
  const { t } = useTranslation();
  return (
    <div className={styles.ending}>
      <span className={styles.endingLabel} aria-hidden="true">
        {t('schedule.ends')}
      </span>
      <Segmented
        label={t('schedule.ends')}
        segments={[
          { value: 'count', label: t('schedule.endsCount') },
          { value: 'until', label: t('schedule.endsUntil') },
        ]}
        value={draft.ends}
        onChange={(ends) => onChange({ ...draft, ends })}
      />
      {draft.ends === 'count' ? (
        <TextField
          label={t('schedule.count')}
          error={faults.count && t('schedule.countInvalid', { max: OCCURRENCES_MAX_COUNT })}
          inputMode="numeric"
          value={draft.count}
          onChange={(event) => onChange({ ...draft, count: event.target.value })}
        />
      ) : (
        <TextField
          type="date"
          label={t('schedule.until')}
          error={faults.until && t(faults.until === 'early' ? 'schedule.untilEarly' : 'schedule.untilInvalid')}
          value={draft.until}
          onChange={(event) => onChange({ ...draft, until: event.target.value })}
        />
      )}
    </div>
  );
}
