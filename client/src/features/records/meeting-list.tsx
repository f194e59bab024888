import { CalendarClock, Download } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { PastMeeting } from '#contracts';
import type { ReportKind } from '../../engine/account/records-api.js';
import { Badge } from '../../ui/badge.js';
import { Button } from '../../ui/button.js';
import { EmptyState } from '../../ui/empty-state.js';
import { useVoice } from '../../ui/ui-root.js';
import type { RecordsActions } from './records-actions.js';
import { useMoment } from './use-moment.js';
import styles from './records.module.css';

interface Props {
  readonly meetings: readonly PastMeeting[];
  readonly actions: Pick<RecordsActions, 'download'>;
}

/** The meetings of a room, each with its two tables. */
export function MeetingList({ meetings, actions }: Props) {
  const { t } = useTranslation();
  if (meetings.length === 0)
    return (
      <EmptyState icon={<CalendarClock />} title={t('records.none')}>
        {t('records.noneBody')}
      </EmptyState>
    );
  return (
    <ul className={styles.list}>
      {meetings.map((meeting) => (
        <MeetingRow key={meeting.meetingId} meeting={meeting} actions={actions} />
      ))}
    </ul>
  );
}

function MeetingRow({ meeting, actions }: Pick<Props, 'actions'> & { readonly meeting: PastMeeting }) {
  const { t } = useTranslation();
  const { toast, announce } = useVoice();
  const { startedAtMs, endedAtMs, peopleCount } = meeting;
  const when = useMoment()(startedAtMs);
  const save = async (kind: ReportKind) => {
    try {
      announce(t('records.saved', { file: await actions.download(meeting, kind) }));
    } catch {
      toast({ title: t('records.saveFailed'), detail: t('records.failedBody'), tone: 'danger' });
    }
  };
  return (
    <li className={styles.row} aria-label={when}>
      <div className={styles.words}>
        <p className={styles.name}>
          {when} {endedAtMs === undefined && <Badge tone="accent">{t('records.now')}</Badge>}
        </p>
        <p className={styles.about}>{t('records.people', { count: peopleCount })}</p>
      </div>
      <div className={styles.files}>
        <Button
          size="small"
          icon={<Download aria-hidden="true" />}
          aria-label={t('records.saveAttendance', { when })}
          onClick={() => void save('attendance')}
        >
          {t('records.attendance')}
        </Button>
        <Button
          size="small"
          icon={<Download aria-hidden="true" />}
          aria-label={t('records.saveLog', { when })}
          onClick={() => void save('audit')}
        >
          {t('records.log')}
        </Button>
      </div>
    </li>
  );
}
