import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { ROOM_PASSWORD_MIN_UNITS } from '#contracts';
import { Button } from '../../../ui/button.js';
import { Dialog } from '../../../ui/dialog.js';
import { TextField } from '../../../ui/text-field.js';
import { useVoice } from '../../../ui/ui-root.js';

/** What a host of the room does to its password. */
export interface DoorActions {
  readonly setPassword: (password: string) => Promise<void>;
  readonly clearPassword: () => Promise<void>;
}

interface Props {
  readonly door: DoorActions;
  readonly onClose: () => void;
}

/** A password for those who come from now on; who is here stays. */
export function PasswordDialog({ door, onClose }: Props) {
  const { t } = useTranslation();
  const { toast } = useVoice();
  const [password, setPassword] = useState('');
  const [isChecked, setChecked] = useState(false);
  const isFit = password.length >= ROOM_PASSWORD_MIN_UNITS;
  const act = async (work: () => Promise<void>, done: 'password.isSet' | 'password.isRemoved') => {
    try {
      await work();
      toast({ title: t(done), tone: 'success' });
      onClose();
    } catch {
      toast({ title: t('host.failed'), detail: t('host.failedOther'), tone: 'danger' });
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (isFit) void act(() => door.setPassword(password), 'password.isSet');
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={t('password.title')}
      description={t('password.about')}
      actions={
        <>
          <Button variant="quiet" onClick={() => void act(() => door.clearPassword(), 'password.isRemoved')}>
            {t('password.remove')}
          </Button>
          <Button variant="primary" type="submit" form="meeting-password">
            {t('password.set')}
          </Button>
        </>
      }
    >
      <form id="meeting-password" noValidate onSubmit={submit}>
        <TextField
          data-autofocus
          label={t('password.new')}
          error={isChecked && !isFit ? t('password.short', { min: ROOM_PASSWORD_MIN_UNITS }) : undefined}
          autoComplete="off"
          dir="ltr"
          maxLength={128}
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
      </form>
    </Dialog>
  );
}
