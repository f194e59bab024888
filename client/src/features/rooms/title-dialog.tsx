import { useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { ROOM_TITLE_MAX_UNITS, RoomTitle } from '#contracts';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { focusInvalid } from '../../ui/focus-invalid.js';
import { TextField } from '../../ui/text-field.js';

interface Props {
  readonly title: string;
  readonly isNew?: boolean;
  readonly onSave: (title: string) => Promise<void>;
  readonly onClose: () => void;
}

/** Names a room: a new one, or one there is. */
export function TitleDialog({ title, isNew = false, onSave, onClose }: Props) {
  const { t } = useTranslation();
  const form = useRef<HTMLFormElement>(null);
  const [typed, setTyped] = useState(title);
  const [isChecked, setChecked] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const isFit = RoomTitle.safeParse(typed).success;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (!isFit) focusInvalid(form.current);
    if (!isFit || isBusy) return;
    setBusy(true);
    void onSave(typed.trim()).finally(() => setBusy(false));
  };
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}
      title={t(isNew ? 'rooms.create' : 'rooms.rename')}
      actions={
        <>
          <Button variant="quiet" onClick={onClose}>
            {t('ui.cancel')}
          </Button>
          <Button variant="primary" type="submit" form="room-title" busy={isBusy}>
            {t(isNew ? 'rooms.create' : 'rooms.save')}
          </Button>
        </>
      }
    >
      <form ref={form} id="room-title" onSubmit={submit} noValidate>
        <TextField
          data-autofocus
          label={t('rooms.name')}
          error={isChecked && !isFit ? t('rooms.nameInvalid', { max: ROOM_TITLE_MAX_UNITS }) : undefined}
          dir="auto"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      </form>
    </Dialog>
  );
}
