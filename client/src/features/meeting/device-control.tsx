import { Mic, MicOff, Video, VideoOff } from 'lucide-react';
import { Toolbar as Radix } from 'radix-ui';
import type { MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeviceState, LocalSource } from '../../engine/model.js';
import { useStore } from '../../engine/use-store.js';
import { ControlButton, type ControlState } from '../../ui/control-button.js';

interface Props {
  readonly kind: 'microphone' | 'camera';
  readonly source: LocalSource;
  /** A press on a device that failed asks for the reason. */
  readonly onExplain: () => void;
  /** Why hosts do not let it be sent; undefined when they do. */
  readonly withheld: string | undefined;
  readonly onWithheld: () => void;
}

const LOOKS = {
  microphone: {
    on: { name: 'meeting.mute', icon: <Mic aria-hidden="true" /> },
    off: { name: 'meeting.unmute', icon: <MicOff aria-hidden="true" /> },
    shortcut: 'M',
  },
  camera: {
    on: { name: 'meeting.cameraOff', icon: <Video aria-hidden="true" /> },
    off: { name: 'meeting.cameraOn', icon: <VideoOff aria-hidden="true" /> },
    shortcut: 'V',
  },
} as const;

const CONTROL_STATES: Readonly<Record<DeviceState['kind'], ControlState>> = {
  off: 'off',
  opening: 'busy',
  live: 'on',
  failed: 'blocked',
};

/** Microphone or camera: on or off at a press, and where it fails, why. */
export function DeviceControl({ kind, source, onExplain, withheld, onWithheld }: Props) {
  const { t } = useTranslation();
  const state = useStore(source.state);
  const { name, icon } = LOOKS[kind][state.kind === 'live' ? 'on' : 'off'];
  const press = (event: MouseEvent<HTMLButtonElement>) => {
    // After a click the space bar should be free to talk with; who uses the keyboard keeps the focus.
    if (event.detail > 0) event.currentTarget.blur();
    if (withheld !== undefined && state.kind !== 'live') onWithheld();
    else if (state.kind === 'failed') onExplain();
    else void source.toggle();
  };
  return (
    <Radix.Button asChild>
      <ControlButton
        label={t(name)}
        icon={icon}
        state={withheld === undefined ? CONTROL_STATES[state.kind] : 'blocked'}
        shortcut={LOOKS[kind].shortcut}
        aria-description={
          withheld ?? (state.kind === 'failed' ? t(`devices.failed.${kind}.${state.why}.title`) : undefined)
        }
        onClick={press}
      />
    </Radix.Button>
  );
}
