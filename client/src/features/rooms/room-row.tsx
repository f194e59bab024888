import {
  Archive,
  ArchiveRestore,
  CalendarPlus,
  ClipboardList,
  KeyRound,
  Link2,
  MoreVertical,
  Pencil,
  Settings2,
  Trash2,
  UserCheck,
  Users,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { RoomDetails } from '#contracts';
import { Badge } from '../../ui/badge.js';
import { Button } from '../../ui/button.js';
import { useCopyLink } from '../../ui/copy-link.js';
import { IconButton } from '../../ui/icon-button.js';
import { Menu, MenuItem, MenuSeparator } from '../../ui/menu.js';
import type { OpenRoomDialog } from './room-dialogs.js';
import { localeOf } from './when-words.js';
import styles from './rooms.module.css';

interface Props {
  readonly room: RoomDetails;
  readonly onOpen: () => void;
  readonly onDialog: (dialog: OpenRoomDialog) => void;
  /** Takes it out of the archive; needed where archived rooms are shown. */
  readonly onRestore?: () => void;
}

export function RoomRow({ room, onOpen, onDialog, onRestore }: Props) {
  const { t, i18n } = useTranslation();
  const title = room.title ?? t('rooms.untitled');
  const format = new Intl.DateTimeFormat(localeOf(i18n.language), { dateStyle: 'medium' });
  const when = format.format(room.lastUsedAtMs);
  return (
    <li className={styles.room} aria-label={title}>
      <div className={styles.words}>
        <p className={styles.name}>
          <bdi>{title}</bdi>
        </p>
        <p className={styles.about}>{t('rooms.lastUsed', { when })}</p>
        <p className={styles.marks}>
          {room.role !== 'owner' && <Badge tone="accent">{t(`sharing.${room.role}`)}</Badge>}
          {room.hasPassword && <Badge icon={<KeyRound aria-hidden="true" />}>{t('rooms.hasPassword')}</Badge>}
          {room.settings.isLobbyOn && <Badge icon={<UserCheck aria-hidden="true" />}>{t('rooms.hasLobby')}</Badge>}
        </p>
      </div>
      {!room.isArchived && (
        <Button size="small" aria-label={t('rooms.openRoom', { title })} onClick={onOpen}>
          {t('rooms.open')}
        </Button>
      )}
      <RoomMenu room={room} title={title} onDialog={onDialog} {...(onRestore && { onRestore })} />
    </li>
  );
}

interface RoomMenuProps extends Omit<Props, 'onOpen'> {
  readonly title: string;
}

/** Only an owner changes what a room is; who leads it plans meetings and lets people in; all pass its link on. */
function RoomMenu({ room, title, onDialog, onRestore }: RoomMenuProps) {
  const { t } = useTranslation();
  const copyLink = useCopyLink(room.url);
  return (
    <Menu
      align="end"
      trigger={<IconButton label={t('rooms.actionsFor', { title })} icon={<MoreVertical aria-hidden="true" />} />}
    >
      <MenuItem icon={<Link2 />} onSelect={() => void copyLink()}>
        {t('link.copy')}
      </MenuItem>
      {room.role !== 'member' && !room.isArchived && (
        <>
          <MenuItem icon={<CalendarPlus />} onSelect={() => onDialog({ kind: 'plan', room })}>
            {t('rooms.schedule')}
          </MenuItem>
          <MenuItem icon={<Users />} onSelect={() => onDialog({ kind: 'sharing', room })}>
            {t('sharing.title')}
          </MenuItem>
        </>
      )}
      {room.role !== 'member' && (
        <MenuItem icon={<ClipboardList />} onSelect={() => onDialog({ kind: 'records', room })}>
          {t('records.open')}
        </MenuItem>
      )}
      {room.role === 'owner' && (
        <>
          <MenuItem icon={<Pencil />} onSelect={() => onDialog({ kind: 'rename', room })}>
            {t('rooms.rename')}
          </MenuItem>
          <MenuItem icon={<Settings2 />} onSelect={() => onDialog({ kind: 'settings', room })}>
            {t('rooms.settings')}
          </MenuItem>
          <MenuSeparator />
          <MenuItem
            icon={room.isArchived ? <ArchiveRestore /> : <Archive />}
            onSelect={() => (room.isArchived ? onRestore?.() : onDialog({ kind: 'archive', room }))}
          >
            {t(room.isArchived ? 'rooms.restore' : 'rooms.archive')}
          </MenuItem>
          <MenuItem icon={<Trash2 />} tone="danger" onSelect={() => onDialog({ kind: 'delete', room })}>
            {t('rooms.delete')}
          </MenuItem>
        </>
      )}
    </Menu>
  );
}
