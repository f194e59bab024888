import { Camera, Mic, Volume2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChoosableSource, DeviceChoice, DevicesView, SpeakerView } from '../../engine/model.js';
import type { Readable } from '../../engine/store.js';
import { useStore } from '../../engine/use-store.js';
import { Meter } from '../../ui/meter.js';
import { Select } from '../../ui/select.js';
import styles from './device-settings.module.css';

/** What stands for "no choice made": the browser then takes the system's own default. */
const STANDARD = 'standard';

/** Which microphone, camera and speaker to use, and whether the microphone hears anything. */
export function DeviceSettings({ devices }: { readonly devices: DevicesView }) {
  const { t } = useTranslation();
  const microphone = useStore(devices.microphone.state);
  return (
    <div className={styles.settings}>
      <div className={styles.choice}>
        <SourceSelect label={t('devices.microphoneChoice')} icon={<Mic />} source={devices.microphone} />
        <div className={styles.level}>
          <Meter label={t('devices.level')} level={devices.microphone.levelRatio} />
          <p className={styles.hint}>{t(microphone.kind === 'live' ? 'devices.levelHint' : 'devices.levelOff')}</p>
        </div>
      </div>
      <SourceSelect label={t('devices.cameraChoice')} icon={<Camera />} source={devices.camera} />
      <SpeakerSelect speaker={devices.speaker} />
    </div>
  );
}

interface SourceSelectProps {
  readonly label: string;
  readonly icon: ReactNode;
  readonly source: Pick<ChoosableSource, 'devices' | 'chosenId' | 'choose'>;
}

function SourceSelect({ label, icon, source }: SourceSelectProps) {
  const { t } = useTranslation();
  return <DeviceSelect label={label} icon={icon} source={source} emptyLabel={t('devices.none')} />;
}

function SpeakerSelect({ speaker }: { readonly speaker: SpeakerView }) {
  const { t } = useTranslation();
  return (
    <DeviceSelect
      label={t('devices.speakerChoice')}
      icon={<Volume2 />}
      source={speaker}
      emptyLabel={t('devices.systemSpeaker')}
    />
  );
}

interface DeviceSelectProps {
  readonly label: string;
  readonly icon: ReactNode;
  readonly emptyLabel: string;
  readonly source: {
    readonly devices: Readable<readonly DeviceChoice[]>;
    readonly chosenId: Readable<string | undefined>;
    choose(deviceId: string): Promise<void>;
  };
}

function DeviceSelect({ label, icon, source, emptyLabel }: DeviceSelectProps) {
  const { t } = useTranslation();
  const choices = useStore(source.devices);
  const chosenId = useStore(source.chosenId);
  const isChosenHere = choices.some(({ deviceId }) => deviceId === chosenId);
  const options = choices.map((choice, at) => ({
    value: choice.deviceId,
    label: choice.label === '' ? t('devices.unnamed', { number: at + 1 }) : choice.label,
  }));
  const standard = {
    value: STANDARD,
    label: choices.length === 0 ? emptyLabel : t('devices.standard'),
    isDisabled: true,
  };
  return (
    <Select
      label={label}
      icon={icon}
      options={isChosenHere ? options : [standard, ...options]}
      value={isChosenHere && chosenId !== undefined ? chosenId : STANDARD}
      disabled={choices.length === 0}
      onChange={(deviceId) => void source.choose(deviceId)}
    />
  );
}
