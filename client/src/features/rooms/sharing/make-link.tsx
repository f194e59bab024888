import { useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { ROOM_TITLE_MAX_UNITS, RoomTitle, type LinkView, type RoomDetails } from '#contracts';
import { Button } from '../../../ui/button.js';
import { focusInvalid } from '../../../ui/focus-invalid.js';
import { Select } from '../../../ui/select.js';
import { TextField } from '../../../ui/text-field.js';
import { useVoice } from '../../../ui/ui-root.js';
import type { SharingActions } from '../rooms-actions.js';
import { useAttempt } from '../use-attempt.js';
import styles from './sharing.module.css';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const EXPIRIES = {
  expiryNever: undefined,
  expiryHour: HOUR_MS,
  expiryDay: DAY_MS,
  expiryWeek: 7 * DAY_MS,
  expiryMonth: 30 * DAY_MS,
} as const;
type Expiry = keyof typeof EXPIRIES;

type LinkRole = 'guest' | 'member' | 'cohost';

interface Props {
  readonly room: RoomDetails;
  readonly sharing: Pick<SharingActions, 'addLink'>;
  readonly onMade: (link: LinkView) => void;
}

/** Makes an extra link: for whom, as what, for how long. Only the owner gives more than a guest has. */
export function MakeLink({ room, sharing, onMade }: Props) {
  const { t } = useTranslation();
  const { announce } = useVoice();
  const attempt = useAttempt();
  const form = useRef<HTMLFormElement>(null);
  const [label, setLabel] = useState('');
  const [role, setRole] = useState<LinkRole>('guest');
  const [expiry, setExpiry] = useState<Expiry>('expiryNever');
  const [isBusy, setBusy] = useState(false);
  const isFit = label.trim() === '' || RoomTitle.safeParse(label).success;
  const make = async () => {
    setBusy(true);
    const lifeMs = EXPIRIES[expiry];
    await attempt(async () => {
      const link = await sharing.addLink(room.roomId, {
        ...(label.trim() !== '' && { label: label.trim() }),
        ...(role !== 'guest' && { role }),
        ...(lifeMs !== undefined && { expiresAtMs: Date.now() + lifeMs }),
      });
      onMade(link);
      announce(t('sharing.linkMade'));
      setLabel('');
      setRole('guest');
    });
    setBusy(false);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isFit) focusInvalid(form.current);
    else if (!isBusy) void make();
  };
  return (
    <form ref={form} className={styles.make} onSubmit={submit} noValidate>
      <TextField
        label={t('sharing.label')}
        hint={t('sharing.labelHint')}
        error={isFit ? undefined : t('sharing.labelInvalid', { max: ROOM_TITLE_MAX_UNITS })}
        dir="auto"
        value={label}
        onChange={(event) => setLabel(event.target.value)}
      />
      <Select
        label={t('sharing.expiry')}
        options={(Object.keys(EXPIRIES) as Expiry[]).map((value) => ({ value, label: t(`sharing.${value}`) }))}
        value={expiry}
        onChange={setExpiry}
      />
      <Select
        label={t('sharing.linkRole')}
        hint={t(`sharing.linkRoleHint.${role}`)}
        options={rolesOf(room).map((value) => ({ value, label: t(`sharing.${value}`) }))}
        value={role}
        onChange={setRole}
      />
      <Button type="submit" variant="primary" busy={isBusy}>
        {t('sharing.makeLink')}
      </Button>
    </form>
  );
}

function rolesOf({ role }: RoomDetails): readonly LinkRole[] {
  return role === 'owner' ? ['guest', 'member', 'cohost'] : ['guest'];
}
