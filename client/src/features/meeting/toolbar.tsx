import { PhoneOff, ScreenShare, ScreenShareOff, Users } from 'lucide-react';
import { Toolbar as Radix } from 'radix-ui';
import { useId, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallView } from '../../engine/model.js';
import type { Readable } from '../../engine/store.js';
import { useStore } from '../../engine/use-store.js';
import { ControlButton } from '../../ui/control-button.js';
import { VisuallyHidden } from '../../ui/visually-hidden.js';
import { DeviceControl } from './device-control.js';
import { HostMenu, LayoutMenu, MoreMenu, type OpenDialog } from './menus.js';
import type { MeetingPreferences } from './preferences.js';
import type { SidePanel } from './side-panels.js';
import type { SidePanelState } from './use-side-panel.js';
import styles from './toolbar.module.css';

interface Props {
  readonly call: CallView;
  readonly link: string;
  readonly preferences: MeetingPreferences;
  readonly panels: readonly SidePanel[];
  readonly side: SidePanelState;
  readonly onShare: () => void;
  readonly onDialog: (dialog: OpenDialog) => void;
}

/** Everything that can be done in a meeting, in one row: Tab enters it once, the arrow keys move inside. */
export function Toolbar({ call, link, preferences, panels, side, onShare, onDialog }: Props) {
  const { t } = useTranslation();
  const isHost = useStore(call.people).some(({ isSelf, role }) => isSelf && role === 'host');
  return (
    <Radix.Root className={styles.toolbar} aria-label={t('meeting.controls')}>
      <div className={styles.group}>
        <DeviceControl kind="microphone" source={call.devices.microphone} onExplain={() => onDialog('devices')} />
        <DeviceControl kind="camera" source={call.devices.camera} onExplain={() => onDialog('devices')} />
        <ShareControl call={call} onPress={onShare} />
      </div>
      <div className={styles.group}>
        {panels.map((panel) => (
          <PanelControl key={panel.key} panel={panel} side={side} />
        ))}
        <PeopleControl call={call} side={side} />
        <LayoutMenu preferences={preferences} />
        <MoreMenu link={link} onDialog={onDialog} />
      </div>
      <div className={styles.group}>
        {isHost && <HostMenu onDialog={onDialog} />}
        <Radix.Button asChild>
          <ControlButton
            className={styles.leave}
            label={t('meeting.leave')}
            icon={<PhoneOff aria-hidden="true" />}
            tone="danger"
            onClick={() => void call.leave()}
          />
        </Radix.Button>
      </div>
    </Radix.Root>
  );
}

/** Phones' browsers cannot share a screen; what cannot be done is not offered. */
export function canShareScreen(): boolean {
  return typeof navigator.mediaDevices?.getDisplayMedia === 'function';
}

function ShareControl({ call, onPress }: { readonly call: CallView; readonly onPress: () => void }) {
  const { t } = useTranslation();
  const { kind } = useStore(call.devices.screen.state);
  if (!canShareScreen()) return undefined;
  const isSharing = kind === 'live';
  return (
    <Radix.Button asChild>
      <ControlButton
        label={t(isSharing ? 'meeting.stopSharing' : 'meeting.share')}
        icon={isSharing ? <ScreenShareOff aria-hidden="true" /> : <ScreenShare aria-hidden="true" />}
        state={kind === 'opening' ? 'busy' : isSharing ? 'active' : 'on'}
        shortcut="S"
        onClick={onPress}
      />
    </Radix.Button>
  );
}

interface PanelControlProps {
  readonly panel: Omit<SidePanel, 'render'>;
  readonly side: SidePanelState;
  readonly shortcut?: string;
}

function PanelControl({ panel, side, shortcut }: PanelControlProps) {
  const countId = useId();
  const count = useStore(panel.badgeCount);
  const isOpen = side.open === panel.key;
  return (
    <>
      <Radix.Button asChild ref={side.buttonOf(panel.key)}>
        <ControlButton
          label={panel.label}
          icon={panel.icon}
          state={isOpen ? 'active' : 'on'}
          badgeCount={count}
          {...(shortcut !== undefined && { shortcut })}
          aria-expanded={isOpen}
          aria-describedby={countId}
          onClick={() => side.toggle(panel.key)}
        />
      </Radix.Button>
      <VisuallyHidden>
        <span id={countId}>{count === 0 ? '' : panel.describeCount(count)}</span>
      </VisuallyHidden>
    </>
  );
}

function PeopleControl({ call, side }: { readonly call: Pick<CallView, 'people'>; readonly side: SidePanelState }) {
  const { t } = useTranslation();
  const badgeCount = useMemo(() => countOf(call.people), [call.people]);
  const panel = {
    key: 'people',
    label: t('meeting.people'),
    icon: <Users aria-hidden="true" />,
    badgeCount,
    describeCount: (count: number) => t('meeting.peopleCount', { count }),
  };
  return <PanelControl panel={panel} side={side} shortcut="P" />;
}

function countOf(people: Readable<readonly unknown[]>): Readable<number> {
  return { get: () => people.get().length, watch: people.watch };
}
