import {
  Activity,
  Ear,
  Keyboard,
  LayoutGrid,
  Link2,
  ListChecks,
  MonitorSmartphone,
  MoreVertical,
  Palette,
  ScreenShare,
  ScreenShareOff,
  Settings2,
} from 'lucide-react';
import { Toolbar as Radix } from 'radix-ui';
import { useTranslation } from 'react-i18next';
import type { CallView } from '../../engine/model.js';
import { useStore } from '../../engine/use-store.js';
import { ControlButton } from '../../ui/control-button.js';
import { useCopyLink } from '../../ui/copy-link.js';
import { Menu, MenuChoice, MenuItem, MenuSeparator } from '../../ui/menu.js';
import { useInspect } from './insight/inspect.js';
import { LAYOUTS, PAGE_SIZES, type Layout } from './layout/scene.js';
import type { MeetingPreferences } from './preferences.js';
import { ReactionItems } from './reactions/reactions-control.js';
import { canShareScreen } from './sharing/share-control.js';

/** What opens over the meeting. */
export type OpenDialog = 'devices' | 'appearance' | 'shortcuts' | 'switch' | 'end';

const LAYOUT_WORDS = {
  automatic: 'meeting.layoutAutomatic',
  grid: 'meeting.layoutGrid',
  speaker: 'meeting.layoutSpeaker',
  sidebar: 'meeting.layoutSidebar',
} as const satisfies Record<Layout, string>;

interface LayoutProps {
  readonly preferences: MeetingPreferences;
}

/** How people are laid out on the stage, and how many at once. */
export function LayoutMenu({ preferences }: LayoutProps) {
  const { t } = useTranslation();
  const pageSize = useStore(preferences.pageSize.value);
  return (
    <Menu
      side="top"
      align="center"
      trigger={
        <Radix.Button asChild>
          <ControlButton label={t('meeting.layout')} icon={<LayoutGrid aria-hidden="true" />} />
        </Radix.Button>
      }
    >
      <LayoutChoice preferences={preferences} />
      <MenuSeparator />
      <MenuChoice
        label={t('meeting.perPage')}
        value={pageSize}
        options={PAGE_SIZES.map((value) => ({ value, label: value }))}
        onChange={(value) => preferences.pageSize.choose(value)}
      />
    </Menu>
  );
}

function LayoutChoice({ preferences }: LayoutProps) {
  const { t } = useTranslation();
  const layout = useStore(preferences.layout.value);
  return (
    <MenuChoice
      label={t('meeting.layout')}
      value={layout}
      options={LAYOUTS.map((value) => ({ value, label: t(LAYOUT_WORDS[value]) }))}
      onChange={(value) => preferences.layout.choose(value)}
    />
  );
}

function ShareItem({ call, onShare }: Pick<MoreMenuProps, 'call' | 'onShare'>) {
  const { t } = useTranslation();
  const isSharing = useStore(call.devices.screen.state).kind === 'live';
  return (
    <MenuItem icon={isSharing ? <ScreenShareOff /> : <ScreenShare />} onSelect={onShare}>
      {t(isSharing ? 'meeting.stopSharing' : 'meeting.share')}
    </MenuItem>
  );
}

interface MoreMenuProps extends LayoutProps {
  readonly call: Pick<CallView, 'controls' | 'devices'>;
  /** Sharing, reactions and the layout have no room in the toolbar, and stand here. */
  readonly isNarrow: boolean;
  readonly link: string;
  readonly onShare: () => void;
  readonly onDialog: (dialog: OpenDialog) => void;
  readonly onAgenda: () => void;
}

export function MoreMenu({ call, preferences, isNarrow, link, onShare, onDialog, onAgenda }: MoreMenuProps) {
  const { t } = useTranslation();
  const copyLink = useCopyLink(link);
  const inspect = useInspect();
  return (
    <Menu
      side="top"
      align="center"
      trigger={
        <Radix.Button asChild>
          <ControlButton label={t('meeting.more')} icon={<MoreVertical aria-hidden="true" />} />
        </Radix.Button>
      }
    >
      {isNarrow && (
        <>
          <ReactionItems call={call} />
          <LayoutChoice preferences={preferences} />
          <MenuSeparator />
          {canShareScreen() && <ShareItem call={call} onShare={onShare} />}
        </>
      )}
      <MenuItem icon={<ListChecks />} onSelect={onAgenda}>
        {t('agenda.title')}
      </MenuItem>
      <MenuItem icon={<Ear />} onSelect={() => inspect('audibility', undefined)}>
        {t('audibility.item')}
      </MenuItem>
      <MenuItem icon={<Activity />} onSelect={() => inspect('connection', undefined)}>
        {t('connection.item')}
      </MenuItem>
      <MenuItem icon={<Settings2 />} onSelect={() => onDialog('devices')}>
        {t('meeting.deviceSettings')}
      </MenuItem>
      <MenuItem icon={<MonitorSmartphone />} onSelect={() => onDialog('switch')}>
        {t('move.item')}
      </MenuItem>
      <MenuItem icon={<Palette />} onSelect={() => onDialog('appearance')}>
        {t('meeting.appearance')}
      </MenuItem>
      <MenuItem icon={<Keyboard />} shortcut="?" onSelect={() => onDialog('shortcuts')}>
        {t('meeting.shortcuts')}
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={<Link2 />} onSelect={() => void copyLink()}>
        {t('link.copy')}
      </MenuItem>
    </Menu>
  );
}
