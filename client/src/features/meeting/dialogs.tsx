import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallView } from '../../engine/model.js';
import { useStore } from '../../engine/use-store.js';
import { ConfirmDialog } from '../../ui/confirm-dialog.js';
import { Dialog } from '../../ui/dialog.js';
import { Switch } from '../../ui/switch.js';
import { useVoice } from '../../ui/ui-root.js';
import type { OpenDialog } from './menus.js';
import { SwitchDevice } from './move/switch-device.js';
import type { MeetingPreferences } from './preferences.js';
import styles from './dialogs.module.css';

interface Props {
  readonly call: CallView;
  readonly preferences: MeetingPreferences;
  readonly link: string;
  readonly open: OpenDialog | undefined;
  readonly onClose: () => void;
  readonly deviceSettings: ReactNode;
  readonly appearance: ReactNode;
}

/** Everything that opens over the meeting; one at a time. */
export function Dialogs({ call, preferences, link, open, onClose, deviceSettings, appearance }: Props) {
  const { t } = useTranslation();
  const close = (isOpen: boolean) => {
    if (!isOpen) onClose();
  };
  return (
    <>
      <Dialog open={open === 'devices'} onOpenChange={close} title={t('meeting.deviceSettings')}>
        {deviceSettings}
      </Dialog>
      <Dialog open={open === 'appearance'} onOpenChange={close} title={t('meeting.appearance')}>
        <div className={styles.appearance}>{appearance}</div>
      </Dialog>
      <Dialog
        open={open === 'shortcuts'}
        onOpenChange={close}
        title={t('meeting.shortcuts')}
        description={t('meeting.shortcutsNote')}
      >
        <Shortcuts preferences={preferences} />
      </Dialog>
      <Dialog open={open === 'switch'} onOpenChange={close} title={t('move.title')}>
        <SwitchDevice call={call} link={link} />
      </Dialog>
      <EndDialog call={call} open={open === 'end'} onOpenChange={close} />
    </>
  );
}

function Shortcuts({ preferences }: { readonly preferences: MeetingPreferences }) {
  const { t } = useTranslation();
  const shortcuts = useStore(preferences.shortcuts.value);
  const control = t('meeting.keyCtrl');
  const rows = [
    { keys: ['M', `${control} D`], about: t('meeting.shortcutMicrophone') },
    { keys: ['V', `${control} E`], about: t('meeting.shortcutCamera') },
    { keys: [t('meeting.keySpace')], about: t('meeting.pushToTalk') },
    { keys: ['S'], about: t('meeting.shortcutShare') },
    { keys: ['P'], about: t('meeting.shortcutPeople') },
    { keys: ['?'], about: t('meeting.shortcutHelp') },
  ];
  return (
    <>
      <Switch
        label={t('meeting.shortcutsOn')}
        checked={shortcuts === 'on'}
        onChange={(isOn) => preferences.shortcuts.choose(isOn ? 'on' : 'off')}
      />
      <dl className={styles.keys}>
        {rows.map(({ keys, about }) => (
          <div key={about} className={styles.row}>
            <dt>{about}</dt>
            <dd className={styles.caps}>
              {keys.map((key) => (
                <kbd key={key} className={styles.cap}>
                  {key}
                </kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}

interface EndDialogProps {
  readonly call: Pick<CallView, 'endForAll'>;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

function EndDialog({ call, open, onOpenChange }: EndDialogProps) {
  const { t } = useTranslation();
  const { toast } = useVoice();
  const [isBusy, setBusy] = useState(false);
  const end = async () => {
    setBusy(true);
    try {
      await call.endForAll();
    } catch {
      toast({ title: t('meeting.endFailed'), detail: t('meeting.endFailedBody'), tone: 'danger' });
    } finally {
      setBusy(false);
      onOpenChange(false);
    }
  };
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      title={t('meeting.endQuestion')}
      description={t('meeting.endExplained')}
      confirmLabel={t('meeting.endConfirm')}
      tone="danger"
      busy={isBusy}
      onConfirm={() => void end()}
    />
  );
}
