import { useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { DisplayName, NAME_MAX_UNITS } from '#contracts';
import type { CallView, PersonView } from '../../../engine/model.js';
import { useStore } from '../../../engine/use-store.js';
import { Button } from '../../../ui/button.js';
import { ConfirmDialog } from '../../../ui/confirm-dialog.js';
import { Dialog } from '../../../ui/dialog.js';
import { Switch } from '../../../ui/switch.js';
import { TextField } from '../../../ui/text-field.js';
import { useVoice } from '../../../ui/ui-root.js';
import { TimerDialog } from '../timer/timer-dialog.js';
import { useAct } from '../use-act.js';
import { useSelf } from '../use-self.js';
import type { HostDialog } from './host-dialog.js';
import { OrderDialog } from './order-dialog.js';
import { PasswordDialog, type DoorActions } from './password-dialog.js';
import { RightsDialog } from './rights-dialog.js';

interface Props {
  readonly call: Pick<CallView, 'people' | 'controls' | 'entry'>;
  readonly open: HostDialog | undefined;
  readonly onClose: () => void;
  /** What is kept of the room's meetings. */
  readonly records?: RecordsOpener;
  readonly door?: DoorActions;
}

/** Draws the records of the room over the meeting, from another feature. */
export type RecordsOpener = (onClose: () => void) => ReactNode;

/** Everything that host controls open over the meeting. */
export function HostDialogs({ call, open, onClose, records, door }: Props) {
  switch (open?.kind) {
    case undefined:
      return undefined;
    case 'remove':
      return <RemoveDialog call={call} person={open.person} onClose={onClose} />;
    case 'rights':
      return <RightsDialog call={call} person={open.person} onClose={onClose} />;
    case 'timer':
      return <TimerDialog call={call} person={open.person} onClose={onClose} />;
    case 'order':
      return <OrderDialog call={call} onClose={onClose} />;
    case 'records':
      return records?.(onClose);
    case 'password':
      return door && <PasswordDialog door={door} onClose={onClose} />;
    case 'emergency':
      return <EmergencyDialog call={call} onClose={onClose} />;
    case 'rename':
      return <RenameDialog call={call} onClose={onClose} />;
  }
}

interface PartProps {
  readonly call: Pick<CallView, 'people' | 'controls' | 'entry'>;
  readonly onClose: () => void;
}

function RemoveDialog({ call, person, onClose }: PartProps & { readonly person: PersonView }) {
  const { t } = useTranslation();
  const act = useAct(call.controls);
  const [isBusy, setBusy] = useState(false);
  const [isBanned, setBanned] = useState(false);
  const [isLobbyWanted, setLobbyWanted] = useState(false);
  const { isLobbyOn } = useStore(call.controls.state).access;
  const isHostOfRoom = useStore(call.entry)?.isHost === true;
  const remove = async () => {
    setBusy(true);
    const removed = act('host.remove', { participantId: person.participantId, ...(isBanned && { isBanned }) });
    // Both are on their way at once, so that nobody is back in between.
    if (isLobbyWanted) void act('host.setAccess', { isLobbyOn: true });
    await removed;
    onClose();
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={t('host.removeQuestion', { name: person.name })}
      description={t(person.isGuest ? 'host.removeExplainedGuest' : 'host.removeExplained')}
      confirmLabel={t('host.remove')}
      tone="danger"
      busy={isBusy}
      onConfirm={() => void remove()}
    >
      {person.isGuest && !isLobbyOn && (
        <Switch
          label={t('host.lobby')}
          hint={t('host.removeLobbyHint')}
          checked={isLobbyWanted}
          onChange={setLobbyWanted}
        />
      )}
      {isHostOfRoom && !person.isGuest && (
        <Switch label={t('host.ban')} hint={t('host.banHint')} checked={isBanned} onChange={setBanned} />
      )}
    </ConfirmDialog>
  );
}

function EmergencyDialog({ call, onClose }: PartProps) {
  const { t } = useTranslation();
  const { toast } = useVoice();
  const act = useAct(call.controls);
  const [isBusy, setBusy] = useState(false);
  const secure = async () => {
    setBusy(true);
    const done = await act('host.emergency', {});
    if (done !== undefined)
      toast({
        title:
          done.removedCount === 0
            ? t('host.emergencyDoneNobody')
            : t('host.emergencyDone', { count: done.removedCount }),
        tone: 'success',
      });
    onClose();
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={t('host.emergencyQuestion')}
      description={t('host.emergencyExplained')}
      confirmLabel={t('host.emergencyConfirm')}
      tone="danger"
      busy={isBusy}
      onConfirm={() => void secure()}
    />
  );
}

function RenameDialog({ call, onClose }: PartProps) {
  const { t } = useTranslation();
  const act = useAct(call.controls);
  const [name, setName] = useState(useSelf(call)?.name ?? '');
  const [isChecked, setChecked] = useState(false);
  const parsed = DisplayName.safeParse(name);
  const save = async (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (!parsed.success) return;
    await act('participant.rename', { name: parsed.data });
    onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={t('rename.title')}
      actions={
        <Button variant="primary" type="submit" form="rename">
          {t('rename.save')}
        </Button>
      }
    >
      <form id="rename" noValidate onSubmit={(event) => void save(event)}>
        <TextField
          data-autofocus
          label={t('prejoin.name')}
          error={isChecked && !parsed.success ? t('prejoin.nameInvalid') : undefined}
          maxLength={NAME_MAX_UNITS}
          dir="auto"
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      </form>
    </Dialog>
  );
}
