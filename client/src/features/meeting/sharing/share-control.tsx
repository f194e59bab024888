import { ChevronUp, ScreenShare, ScreenShareOff } from 'lucide-react';
import { Toolbar as Radix } from 'radix-ui';
import { useTranslation } from 'react-i18next';
import type { CallView, ShareChoice } from '../../../engine/model.js';
import { useStore } from '../../../engine/use-store.js';
import { ControlButton, ControlPair } from '../../../ui/control-button.js';
import { Menu, MenuChoice } from '../../../ui/menu.js';

interface Props {
  readonly call: CallView;
  /** Why hosts do not let it be shared; undefined when they do. */
  readonly withheld: string | undefined;
  readonly onPress: () => void;
}

/** Phones' browsers cannot share a screen; what cannot be done is not offered. */
export function canShareScreen(): boolean {
  return typeof navigator.mediaDevices?.getDisplayMedia === 'function';
}

/** Shares the screen at a press; beside it what the share is made for. */
export function ShareControl({ call, withheld, onPress }: Props) {
  const { t } = useTranslation();
  const { kind } = useStore(call.devices.screen.state);
  if (!canShareScreen()) return undefined;
  const isSharing = kind === 'live';
  return (
    <ControlPair label={t('meeting.share')}>
      <Radix.Button asChild>
        <ControlButton
          label={t(isSharing ? 'meeting.stopSharing' : 'meeting.share')}
          icon={isSharing ? <ScreenShareOff aria-hidden="true" /> : <ScreenShare aria-hidden="true" />}
          state={withheld !== undefined ? 'blocked' : kind === 'opening' ? 'busy' : isSharing ? 'active' : 'on'}
          shortcut="S"
          aria-description={withheld}
          onClick={onPress}
        />
      </Radix.Button>
      <ShareMenu call={call} />
    </ControlPair>
  );
}

const CHOICES: readonly ShareChoice[] = ['auto', 'text', 'motion'];

function ShareMenu({ call: { devices } }: Pick<Props, 'call'>) {
  const { t } = useTranslation();
  const { screen } = devices;
  const choice = useStore(screen.choice);
  return (
    <Menu
      side="top"
      align="center"
      trigger={
        <Radix.Button asChild>
          <ControlButton label={t('shareProfile.options')} icon={<ChevronUp aria-hidden="true" />} />
        </Radix.Button>
      }
    >
      <MenuChoice
        label={t('shareProfile.profile')}
        value={choice}
        options={CHOICES.map((value) => ({ value, label: t(`shareProfile.${value}`) }))}
        onChange={(value) => screen.choose(value)}
      />
    </Menu>
  );
}
