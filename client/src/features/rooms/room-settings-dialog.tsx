import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import {
  PARTICIPANTS_MAX_COUNT,
  ROOM_PASSWORD_MIN_UNITS,
  PERMISSIONS,
  type Permission,
  type RoomDetails,
  type RoomSettings,
} from '#contracts';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { Select } from '../../ui/select.js';
import { Switch } from '../../ui/switch.js';
import { TextField } from '../../ui/text-field.js';
import { useVoice } from '../../ui/ui-root.js';
import { useAttempt } from './use-attempt.js';
import type { RoomsActions } from './rooms-actions.js';
import { lengthsFrom, lengthsInWords } from './timer-lengths.js';
import styles from './rooms.module.css';

const PERMISSION_WORDS = {
  speak: 'rooms.maySpeak',
  camera: 'rooms.mayCamera',
  share: 'rooms.mayShare',
  chat: 'rooms.mayChat',
  reactions: 'rooms.mayReactions',
  rename: 'rooms.mayRename',
} as const satisfies Record<Permission, string>;

interface Props {
  readonly room: RoomDetails;
  readonly actions: Pick<RoomsActions, 'change' | 'setPassword' | 'clearPassword'>;
  readonly onSaved: () => void;
  readonly onClose: () => void;
}

/** How the meetings of a room are held. */
export function RoomSettingsDialog({ room, actions, onSaved, onClose }: Props) {
  const { t } = useTranslation();
  const { draft, setDraft, faults, isBusy, submit } = useSettings({ room, actions, onSaved, onClose });
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}
      title={t('rooms.settings')}
      actions={
        <Button variant="primary" type="submit" form="room-settings" busy={isBusy}>
          {t('rooms.save')}
        </Button>
      }
    >
      <form id="room-settings" className={styles.form} onSubmit={submit} noValidate>
        <Entrance draft={draft} onChange={setDraft} />
        <TextField
          label={t('rooms.password')}
          hint={t(room.hasPassword ? 'rooms.passwordKept' : 'rooms.passwordHint', { min: ROOM_PASSWORD_MIN_UNITS })}
          error={faults.password ? t('rooms.passwordShort', { min: ROOM_PASSWORD_MIN_UNITS }) : undefined}
          dir="ltr"
          value={draft.password}
          onChange={(event) => setDraft({ ...draft, password: event.target.value })}
        />
        {room.hasPassword && <RemovePassword room={room} actions={actions} onDone={onSaved} onClose={onClose} />}
        <TextField
          label={t('rooms.capacity')}
          error={faults.capacity ? t('rooms.capacityInvalid', { max: PARTICIPANTS_MAX_COUNT }) : undefined}
          inputMode="numeric"
          value={draft.capacity}
          onChange={(event) => setDraft({ ...draft, capacity: event.target.value })}
        />
        <TextField
          label={t('rooms.timers')}
          hint={t('rooms.timersHint')}
          error={faults.timers ? t('rooms.timersInvalid') : undefined}
          dir="ltr"
          value={draft.timers}
          onChange={(event) => setDraft({ ...draft, timers: event.target.value })}
        />
        <WhatEveryoneMay draft={draft} onChange={setDraft} />
      </form>
    </Dialog>
  );
}

/** What the form shows; the rest of a room's settings stays as it is. */
interface Draft extends Pick<
  RoomSettings,
  'access' | 'isLobbyOn' | 'isMutedOnEntry' | 'permissions' | 'mayUnmuteThemselves' | 'succession'
> {
  /** As it was typed. */
  readonly capacity: string;
  readonly timers: string;
  readonly password: string;
}

interface Settings {
  readonly draft: Draft;
  readonly setDraft: (draft: Draft) => void;
  readonly faults: { readonly capacity: boolean; readonly timers: boolean; readonly password: boolean };
  readonly isBusy: boolean;
  readonly submit: (event: FormEvent) => void;
}

function useSettings({ room, actions, onSaved, onClose }: Props): Settings {
  const { t } = useTranslation();
  const { toast } = useVoice();
  const attempt = useAttempt();
  const [draft, setDraft] = useState(() => draftOf(room.settings));
  const [isChecked, setChecked] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const { capacity, timers, password, ...settings } = draft;
  const capacityCount = Number(capacity);
  const isCapacityFit =
    Number.isInteger(capacityCount) && capacityCount >= 2 && capacityCount <= PARTICIPANTS_MAX_COUNT;
  const timerPresetsMs = lengthsFrom(timers);
  const isPasswordFit = password === '' || password.length >= ROOM_PASSWORD_MIN_UNITS;

  const save = async () => {
    setBusy(true);
    const isDone = await attempt(async () => {
      await actions.change(room.roomId, {
        settings: { ...settings, capacityCount, ...(timerPresetsMs && { timerPresetsMs }) },
      });
      if (password !== '') await actions.setPassword(room.roomId, password);
    });
    setBusy(false);
    if (!isDone) return;
    toast({ title: t('rooms.saved'), tone: 'success' });
    onSaved();
    onClose();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (isCapacityFit && isPasswordFit && timerPresetsMs !== undefined && !isBusy) void save();
  };
  const faults = {
    capacity: isChecked && !isCapacityFit,
    timers: isChecked && timerPresetsMs === undefined,
    password: isChecked && !isPasswordFit,
  };
  return { draft, setDraft, faults, isBusy, submit };
}

function draftOf(settings: RoomSettings): Draft {
  const { access, isLobbyOn, isMutedOnEntry, permissions, mayUnmuteThemselves, succession, capacityCount } = settings;
  const typed = {
    capacity: String(capacityCount),
    timers: lengthsInWords(settings.timerPresetsMs),
    password: '',
  };
  return { access, isLobbyOn, isMutedOnEntry, permissions, mayUnmuteThemselves, succession, ...typed };
}

function WhatEveryoneMay({ draft, onChange }: EntranceProps) {
  const { t } = useTranslation();
  return (
    <fieldset className={styles.form}>
      <legend className={styles.legend}>{t('rooms.may')}</legend>
      {PERMISSIONS.map((permission) => (
        <Switch
          key={permission}
          label={t(PERMISSION_WORDS[permission])}
          checked={draft.permissions[permission]}
          onChange={(may) => onChange({ ...draft, permissions: { ...draft.permissions, [permission]: may } })}
        />
      ))}
      <Switch
        label={t('rooms.mayUnmute')}
        checked={draft.mayUnmuteThemselves}
        onChange={(mayUnmuteThemselves) => onChange({ ...draft, mayUnmuteThemselves })}
      />
    </fieldset>
  );
}

interface EntranceProps {
  readonly draft: Draft;
  readonly onChange: (draft: Draft) => void;
}

function Entrance({ draft, onChange }: EntranceProps) {
  const { t } = useTranslation();
  return (
    <>
      <Select
        label={t('rooms.access')}
        options={[
          { value: 'anyone', label: t('rooms.accessAnyone') },
          { value: 'accounts', label: t('rooms.accessAccounts') },
          { value: 'members', label: t('rooms.accessMembers') },
        ]}
        value={draft.access}
        onChange={(access) => onChange({ ...draft, access })}
      />
      <Switch
        label={t('rooms.lobby')}
        hint={t('rooms.lobbyHint')}
        checked={draft.isLobbyOn}
        onChange={(isLobbyOn) => onChange({ ...draft, isLobbyOn })}
      />
      <Switch
        label={t('rooms.muted')}
        hint={t('rooms.mutedHint')}
        checked={draft.isMutedOnEntry}
        onChange={(isMutedOnEntry) => onChange({ ...draft, isMutedOnEntry })}
      />
      <Select
        label={t('rooms.succession')}
        options={[
          { value: 'longest-present', label: t('rooms.successionAnyone') },
          { value: 'cohost', label: t('rooms.successionCoHost') },
        ]}
        value={draft.succession}
        onChange={(succession) => onChange({ ...draft, succession })}
      />
    </>
  );
}

interface RemovePasswordProps {
  readonly room: RoomDetails;
  readonly actions: Pick<RoomsActions, 'clearPassword'>;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

function RemovePassword({ room, actions, onDone, onClose }: RemovePasswordProps) {
  const { t } = useTranslation();
  const attempt = useAttempt();
  const remove = async () => {
    if (!(await attempt(() => actions.clearPassword(room.roomId)))) return;
    onDone();
    onClose();
  };
  return (
    <Button size="small" onClick={() => void remove()}>
      {t('rooms.passwordRemove')}
    </Button>
  );
}
