import { useEffect, useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { ROOM_TITLE_MAX_UNITS, RoomTitle, type RoomDetails } from '#contracts';
import { Button } from '../../ui/button.js';
import { ConfirmDialog } from '../../ui/confirm-dialog.js';
import { Dialog } from '../../ui/dialog.js';
import { TextField } from '../../ui/text-field.js';
import { RoomSettingsDialog } from './room-settings-dialog.js';
import type { RoomsActions } from './rooms-actions.js';
import { useAttempt } from './use-attempt.js';

/** What is being done with a room. Archiving needs no question: it can be taken back. */
export type OpenRoomDialog =
  | { readonly kind: 'create' }
  | { readonly kind: 'rename' | 'settings' | 'archive' | 'delete'; readonly room: RoomDetails };

interface Props {
  readonly actions: RoomsActions;
  readonly open: OpenRoomDialog | undefined;
  readonly onClose: () => void;
  readonly onChanged: () => void;
}

export function RoomDialogs({ actions, open, onClose, onChanged }: Props) {
  const { t } = useTranslation();
  const attempt = useAttempt();
  const act = async (work: () => Promise<unknown>) => {
    if (!(await attempt(work))) return;
    onChanged();
    onClose();
  };
  switch (open?.kind) {
    case undefined:
      return undefined;
    case 'create':
      return <TitleDialog title="" onSave={(title) => act(() => actions.create(title))} onClose={onClose} isNew />;
    case 'rename':
      return (
        <TitleDialog
          title={open.room.title ?? ''}
          onSave={(title) => act(() => actions.change(open.room.roomId, { title }))}
          onClose={onClose}
        />
      );
    case 'settings':
      return <RoomSettingsDialog room={open.room} actions={actions} onSaved={onChanged} onClose={onClose} />;
    case 'archive':
      return (
        <Archiving
          key={open.room.roomId}
          archive={() => act(() => actions.change(open.room.roomId, { isArchived: !open.room.isArchived }))}
        />
      );
    case 'delete':
      return (
        <ConfirmDialog
          open
          onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}
          title={t('rooms.deleteQuestion', { title: open.room.title ?? t('rooms.untitled') })}
          description={t('rooms.deleteExplained')}
          confirmLabel={t('rooms.delete')}
          tone="danger"
          onConfirm={() => void act(() => actions.remove(open.room.roomId))}
        />
      );
  }
}

/** Shows nothing; does it once. */
function Archiving({ archive }: { readonly archive: () => Promise<void> }) {
  const hasBegun = useRef(false);
  useEffect(() => {
    if (hasBegun.current) return;
    hasBegun.current = true;
    void archive();
  });
  return undefined;
}

interface TitleDialogProps {
  readonly title: string;
  readonly isNew?: boolean;
  readonly onSave: (title: string) => Promise<void>;
  readonly onClose: () => void;
}

function TitleDialog({ title, isNew = false, onSave, onClose }: TitleDialogProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(title);
  const [isChecked, setChecked] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const isFit = RoomTitle.safeParse(typed).success;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
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
      <form id="room-title" onSubmit={submit} noValidate>
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
