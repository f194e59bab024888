import { PhoneOff, Users } from 'lucide-react';
import { Toolbar as Radix } from 'radix-ui';
import { useId, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallView } from '../../engine/model.js';
import type { Readable } from '../../engine/store.js';
import { useStore } from '../../engine/use-store.js';
import { ControlButton } from '../../ui/control-button.js';
import { useIsNarrow } from '../../ui/use-is-narrow.js';
import { VisuallyHidden } from '../../ui/visually-hidden.js';
import { DeviceControl } from './device-control.js';
import { ShareControl } from './sharing/share-control.js';
import { HandControl } from './hands/hand-control.js';
import type { HostDialog } from './host/host-dialog.js';
import { HostMenu } from './host/host-menu.js';
import { LayoutMenu, MoreMenu, type OpenDialog } from './menus.js';
import type { MeetingPreferences } from './preferences.js';
import { ReactionsControl } from './reactions/reactions-control.js';
import type { SidePanel } from './side-panels.js';
import { useManages } from './use-self.js';
import type { SidePanelState } from './use-side-panel.js';
import { useWithheld } from './use-withheld.js';
import styles from './toolbar.module.css';

interface Props {
  readonly call: CallView;
  readonly link: string;
  readonly preferences: MeetingPreferences;
  readonly panels: readonly SidePanel[];
  readonly side: SidePanelState;
  readonly onShare: () => void;
  readonly onDialog: (dialog: OpenDialog) => void;
  readonly onHostDialog: (dialog: HostDialog) => void;
}

/** Everything that can be done in a meeting, in one row: Tab enters it once, the arrow keys move inside. */
export function Toolbar(props: Props) {
  const { call, link, preferences, panels, side, onShare, onDialog, onHostDialog } = props;
  const { t } = useTranslation();
  const isManaging = useManages(call);
  const isNarrow = useIsNarrow();
  return (
    <Radix.Root className={styles.toolbar} aria-label={t('meeting.controls')}>
      <DeviceControls {...props} isNarrow={isNarrow} />
      <div className={styles.group}>
        <HandControl call={call} />
        {!isNarrow && <ReactionsControl call={call} />}
        {panels.map((panel) => (
          <PanelControl key={panel.key} panel={panel} side={side} />
        ))}
        <PeopleControl call={call} side={side} />
        {!isNarrow && <LayoutMenu preferences={preferences} />}
        <MoreMenu
          call={call}
          preferences={preferences}
          isNarrow={isNarrow}
          link={link}
          onShare={onShare}
          onDialog={onDialog}
          onAgenda={() => side.show('agenda')}
        />
      </div>
      <div className={styles.group}>
        {isManaging && <HostMenu call={call} onDialog={onDialog} onHostDialog={onHostDialog} />}
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

/** What one sends. Where hosts do not allow it, the control is shown as blocked and says so. */
function DeviceControls({ call, onShare, onDialog, isNarrow }: Props & { readonly isNarrow: boolean }) {
  const { reasonFor, explain } = useWithheld(call);
  const { microphone, camera } = call.devices;
  return (
    <div className={styles.group}>
      <DeviceControl
        kind="microphone"
        source={microphone}
        onExplain={() => onDialog('devices')}
        withheld={reasonFor('speak')}
        onWithheld={() => explain('speak')}
      />
      <DeviceControl
        kind="camera"
        source={camera}
        onExplain={() => onDialog('devices')}
        withheld={reasonFor('camera')}
        onWithheld={() => explain('camera')}
      />
      {!isNarrow && <ShareControl call={call} withheld={reasonFor('share')} onPress={onShare} />}
    </div>
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
