import { useTranslation } from 'react-i18next';
import {
  DESCRIPTION_MAX_UNITS,
  INVITEES_MAX_COUNT,
  ROOM_TITLE_MAX_UNITS,
  type RoomDetails,
  type RoomId,
} from '#contracts';
import { Select } from '../../../ui/select.js';
import { TextArea } from '../../../ui/text-area.js';
import { TextField } from '../../../ui/text-field.js';
import type { RoomsServer } from '../rooms-actions.js';
import { RepeatFields } from './repeat-fields.js';
import type { FieldsProps } from './schedule-draft.js';
import { usePlaces } from './use-schedule.js';
import { WhenFields } from './when-fields.js';
import styles from './schedule.module.css';

interface Props extends FieldsProps {
  readonly server: Pick<RoomsServer, 'rooms' | 'schedule'>;
  readonly room: RoomDetails | undefined;
  /** A meeting that is planned already stays where it is; one of a series has who is invited from the series. */
  readonly reach: 'new' | 'all' | 'one';
}

export function ScheduleForm({ server, room, reach, ...fields }: Props) {
  const { t } = useTranslation();
  const { draft, faults, onChange } = fields;
  return (
    <div className={styles.form}>
      <TextField
        data-autofocus
        label={t('schedule.title')}
        error={faults.title && t('schedule.titleInvalid', { max: ROOM_TITLE_MAX_UNITS })}
        dir="auto"
        value={draft.title}
        onChange={(event) => onChange({ ...draft, title: event.target.value })}
      />
      <WhenFields {...fields} />
      {reach !== 'one' && <RepeatFields {...fields} />}
      {reach === 'new' && <Place {...fields} server={server} room={room} />}
      {reach !== 'one' && <Invitees {...fields} />}
      <TextArea
        label={t('schedule.description')}
        error={faults.description && t('schedule.descriptionLong', { max: DESCRIPTION_MAX_UNITS })}
        rows={3}
        dir="auto"
        value={draft.description}
        onChange={(event) => onChange({ ...draft, description: event.target.value })}
      />
    </div>
  );
}

function Invitees({ draft, faults, onChange }: FieldsProps) {
  const { t } = useTranslation();
  return (
    <TextArea
      label={t('schedule.invitees')}
      hint={t('schedule.inviteesHint')}
      error={errorFor(faults.invitees)}
      rows={2}
      dir="ltr"
      inputMode="email"
      autoCapitalize="off"
      spellCheck={false}
      value={draft.invitees}
      onChange={(event) => onChange({ ...draft, invitees: event.target.value })}
    />
  );

  function errorFor(address: string | undefined): string | undefined {
    if (address === undefined) return undefined;
    return address === ''
      ? t('schedule.inviteesMany', { max: INVITEES_MAX_COUNT })
      : t('schedule.inviteesInvalid', { address });
  }
}

const OWN_ROOM = '';

function Place({ server, room, draft, onChange }: Omit<Props, 'reach'>) {
  const { t } = useTranslation();
  const places = usePlaces(server);
  const isListed = room === undefined || places.some(({ roomId }) => roomId === room.roomId);
  const all = isListed ? places : [room, ...places];
  return (
    <Select<RoomId | typeof OWN_ROOM>
      label={t('schedule.room')}
      options={[
        { value: OWN_ROOM, label: t('schedule.roomOwn') },
        ...all.map(({ roomId, title }) => ({ value: roomId, label: title ?? t('rooms.untitled') })),
      ]}
      value={draft.roomId ?? OWN_ROOM}
      onChange={(value) => onChange({ ...draft, roomId: value === OWN_ROOM ? undefined : value })}
    />
  );
}
