import { useTranslation } from 'react-i18next';
import type { DevicesView, LocalSource } from '../../engine/model.js';
import { useStore } from '../../engine/use-store.js';
import { Button } from '../../ui/button.js';
import { ErrorNotice } from '../../ui/error-notice.js';

interface Props {
  readonly kind: 'microphone' | 'camera';
  readonly source: LocalSource;
}

/** Why a device did not open and what to do about it; nothing while all is well. */
export function DeviceNotice({ kind, source }: Props) {
  const { t } = useTranslation();
  const state = useStore(source.state);
  if (state.kind !== 'failed') return undefined;
  return (
    <ErrorNotice
      title={t(`devices.failed.${kind}.${state.why}.title`)}
      action={
        <Button size="small" onClick={() => void source.toggle()}>
          {t('devices.tryAgain')}
        </Button>
      }
    >
      {t(`devices.failed.${kind}.${state.why}.body`)}
    </ErrorNotice>
  );
}

/** What is wrong with the devices, in the place where they are used. */
export function DeviceNotices({ devices }: { readonly devices: DevicesView }) {
  return (
    <>
      <DeviceNotice kind="microphone" source={devices.microphone} />
      <DeviceNotice kind="camera" source={devices.camera} />
    </>
  );
}
