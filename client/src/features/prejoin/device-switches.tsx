import { Mic, MicOff, Video, VideoOff } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { DevicesView, LocalSource } from '../../engine/model.js';
import { useStore } from '../../engine/use-store.js';
import { Switch } from '../../ui/switch.js';
import styles from './prejoin.module.css';

interface DeviceSwitchProps {
  readonly label: string;
  readonly source: LocalSource;
  readonly icons: { readonly on: ReactNode; readonly off: ReactNode };
}

/** Microphone and camera, on or off. */
export function DeviceSwitches({ devices }: { readonly devices: DevicesView }) {
  const { t } = useTranslation();
  return (
    <div className={styles.switches}>
      <DeviceSwitch
        label={t('prejoin.microphone')}
        source={devices.microphone}
        icons={{ on: <Mic />, off: <MicOff /> }}
      />
      <DeviceSwitch label={t('prejoin.camera')} source={devices.camera} icons={{ on: <Video />, off: <VideoOff /> }} />
    </div>
  );
}

function DeviceSwitch({ label, source, icons }: DeviceSwitchProps) {
  const { kind } = useStore(source.state);
  const isOn = kind === 'live' || kind === 'opening';
  return (
    <Switch
      label={label}
      icon={isOn ? icons.on : icons.off}
      checked={isOn}
      busy={kind === 'opening'}
      onChange={() => void source.toggle()}
    />
  );
}
