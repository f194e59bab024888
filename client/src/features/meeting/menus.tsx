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
  Settings2,
} from 'lucide-react';
import { Toolbar as Radix } from 'radix-ui';
import { useTranslation } from 'react-i18next';
import { useStore } from '../../engine/use-store.js';
import { ControlButton } from '../../ui/control-button.js';
import { useCopyLink } from '../../ui/copy-link.js';
import { Menu, MenuChoice, MenuItem, MenuSeparator } from '../../ui/menu.js';
import { useInspect } from './insight/inspect.js';
import { LAYOUTS, PAGE_SIZES, type Layout } from './layout/scene.js';
import type { MeetingPreferences } from './preferences.js';

/** What opens over the meeting. */
export type OpenDialog = 'devices' | 'appearance' | 'shortcuts' | 'switch' | 'end';

const LAYOUT_WORDS = {
  automatic: 'meeting.layoutAutomatic',
  grid: 'meeting.layoutGrid',
  speaker: 'meeting.layoutSpeaker',
} as const satisfies Record<Layout, string>;

/** How people are laid out on the stage, and how many at once. */
export function LayoutMenu({ preferences }: { readonly preferences: MeetingPreferences }) {
  const { t } = useTranslation();
  const layout = useStore(preferences.layout.value);
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
      <MenuChoice
        label={t('meeting.layout')}
        value={layout}
        options={LAYOUTS.map((value) => ({ value, label: t(LAYOUT_WORDS[value]) }))}
        onChange={(value) => preferences.layout.choose(value)}
      />
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

interface MoreMenuProps {
  readonly link: string;
  readonly onDialog: (dialog: OpenDialog) => void;
  readonly onAgenda: () => void;
}

export function MoreMenu({ link, onDialog, onAgenda }: MoreMenuProps) {
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
