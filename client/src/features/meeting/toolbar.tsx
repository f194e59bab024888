import { PhoneOff, ScreenShare, ScreenShareOff, Users } from 'lucide-react';
import { Toolbar as Radix } from 'radix-ui';
import { useId, type Ref } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallView } from '../../engine/model.js';
import { useStore } from '../../engine/use-store.js';
import { ControlButton } from '../../ui/control-button.js';
import { VisuallyHidden } from '../../ui/visually-hidden.js';
import { DeviceControl } from './device-control.js';
import { HostMenu, LayoutMenu, MoreMenu, type OpenDialog } from './menus.js';
import type { MeetingPreferences } from './preferences.js';
import styles from './toolbar.module.css';

interface Props {
  readonly call: CallView;
  readonly link: string;
  readonly preferences: MeetingPreferences;
  readonly isPeopleOpen: boolean;
  readonly peopleRef: Ref<HTMLButtonElement>;
  readonly onPeople: () => void;
  readonly onShare: () => void;
  readonly onDialog: (dialog: OpenDialog) => void;
}

/** Everything that can be done in a meeting, in one row: Tab enters it once, the arrow keys move inside. */
export function Toolbar({ call, link, preferences, isPeopleOpen, peopleRef, onPeople, onShare, onDialog }: Props) {
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
        <PeopleControl call={call} isOpen={isPeopleOpen} onPress={onPeople} ref={peopleRef} />
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

interface PeopleControlProps {
  readonly call: Pick<CallView, 'people'>;
  readonly isOpen: boolean;
  readonly onPress: () => void;
  readonly ref: Ref<HTMLButtonElement>;
}

function PeopleControl({ call, isOpen, onPress, ref }: PeopleControlProps) {
  const { t } = useTranslation();
  const countId = useId();
  const { length: count } = useStore(call.people);
  return (
    <>
      <Radix.Button asChild ref={ref}>
        <ControlButton
          label={t('meeting.people')}
          icon={<Users aria-hidden="true" />}
          state={isOpen ? 'active' : 'on'}
          badgeCount={count}
          shortcut="P"
          aria-expanded={isOpen}
          aria-describedby={countId}
          onClick={onPress}
        />
      </Radix.Button>
      <VisuallyHidden>
        <span id={countId}>{t('meeting.peopleCount', { count })}</span>
      </VisuallyHidden>
    </>
  );
}
