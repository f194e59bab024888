import {
  ArrowDownUp,
  CircleStop,
  ClipboardList,
  KeyRound,
  Lock,
  LockOpen,
  MicOff,
  ShieldAlert,
  ShieldCheck,
  SlidersHorizontal,
  Timer,
} from 'lucide-react';
import { Toolbar as Radix } from 'radix-ui';
import { useTranslation } from 'react-i18next';
import type { CallView } from '../../../engine/model.js';
import { useStore } from '../../../engine/use-store.js';
import { ControlButton } from '../../../ui/control-button.js';
import { Menu, MenuCheckItem, MenuChoice, MenuItem, MenuSeparator } from '../../../ui/menu.js';
import type { OpenDialog } from '../menus.js';
import { useAct } from '../use-act.js';
import { useSelf } from '../use-self.js';
import type { HostDialog } from './host-dialog.js';

interface Props {
  readonly call: Pick<CallView, 'people' | 'controls' | 'entry'>;
  readonly onDialog: (dialog: OpenDialog) => void;
  readonly onHostDialog: (dialog: HostDialog) => void;
}

/** What only hosts and co-hosts may do to the whole meeting. */
export function HostMenu({ call, onDialog, onHostDialog }: Props) {
  const { t } = useTranslation();
  const isHost = useSelf(call)?.role === 'host';
  const isHostOfRoom = useStore(call.entry)?.isHost === true;
  return (
    <Menu
      side="top"
      align="end"
      trigger={
        <Radix.Button asChild>
          <ControlButton label={t('meeting.hostControls')} icon={<ShieldCheck aria-hidden="true" />} />
        </Radix.Button>
      }
    >
      <SoundItems call={call} />
      <MenuItem icon={<Timer />} onSelect={() => onHostDialog({ kind: 'timer', person: undefined })}>
        {t('host.startTimer')}
      </MenuItem>
      <MenuSeparator />
      <AccessItems call={call} />
      {isHostOfRoom && (
        <MenuItem icon={<KeyRound />} onSelect={() => onHostDialog({ kind: 'password' })}>
          {t('password.open')}
        </MenuItem>
      )}
      <MenuItem icon={<SlidersHorizontal />} onSelect={() => onHostDialog({ kind: 'rights', person: undefined })}>
        {t('host.permissions')}
      </MenuItem>
      <MenuSeparator />
      <LayoutItems call={call} />
      <MenuItem icon={<ArrowDownUp />} onSelect={() => onHostDialog({ kind: 'order' })}>
        {t('order.open')}
      </MenuItem>
      {isHostOfRoom && (
        <MenuItem icon={<ClipboardList />} onSelect={() => onHostDialog({ kind: 'records' })}>
          {t('host.records')}
        </MenuItem>
      )}
      <MenuSeparator />
      <MenuItem icon={<ShieldAlert />} tone="danger" onSelect={() => onHostDialog({ kind: 'emergency' })}>
        {t('host.emergency')}
      </MenuItem>
      {isHost && (
        <MenuItem icon={<CircleStop />} tone="danger" onSelect={() => onDialog('end')}>
          {t('meeting.endForAll')}
        </MenuItem>
      )}
    </Menu>
  );
}

/** Muting everyone keeps to what is said below it: whether people may unmute themselves. */
function SoundItems({ call }: Pick<Props, 'call'>) {
  const { t } = useTranslation();
  const act = useAct(call.controls);
  const { permissions } = useStore(call.controls.state);
  return (
    <>
      <MenuItem icon={<MicOff />} onSelect={() => void act('host.muteAll', { mayUnmute: permissions.speak })}>
        {t('host.muteEveryone')}
      </MenuItem>
      <MenuCheckItem
        checked={permissions.speak}
        onChange={(isAllowed) => void act('host.setPermission', { permission: 'speak', isAllowed })}
      >
        {t('host.mayUnmute')}
      </MenuCheckItem>
    </>
  );
}

function AccessItems({ call }: Pick<Props, 'call'>) {
  const { t } = useTranslation();
  const act = useAct(call.controls);
  const { isLocked, isLobbyOn } = useStore(call.controls.state).access;
  return (
    <>
      <MenuItem
        icon={isLocked ? <LockOpen /> : <Lock />}
        onSelect={() => void act('host.setAccess', { isLocked: !isLocked })}
      >
        {t(isLocked ? 'host.unlock' : 'host.lock')}
      </MenuItem>
      <MenuCheckItem checked={isLobbyOn} onChange={(isOn) => void act('host.setAccess', { isLobbyOn: isOn })}>
        {t('host.lobby')}
      </MenuCheckItem>
    </>
  );
}

/** A suggestion: it holds for those who chose no layout of their own. */
function LayoutItems({ call }: Pick<Props, 'call'>) {
  const { t } = useTranslation();
  const act = useAct(call.controls);
  const { layout } = useStore(call.controls.state).stage;
  return (
    <MenuChoice
      label={t('host.layoutFor')}
      value={layout ?? 'none'}
      options={[
        { value: 'none', label: t('host.layoutNone') },
        { value: 'grid', label: t('meeting.layoutGrid') },
        { value: 'speaker', label: t('meeting.layoutSpeaker') },
        { value: 'sidebar', label: t('meeting.layoutSidebar') },
      ]}
      onChange={(next) => void act('host.setStage', { layout: next === 'none' ? null : next })}
    />
  );
}
