import {
  Archive,
  ArchiveRestore,
  KeyRound,
  Link2,
  MoreVertical,
  Pencil,
  Settings2,
  Trash2,
  UserCheck,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { RoomDetails } from '#contracts';
import { Badge } from '../../ui/badge.js';
import { Button } from '../../ui/button.js';
import { useCopyLink } from '../../ui/copy-link.js';
import { IconButton } from '../../ui/icon-button.js';
import { Menu, MenuItem, MenuSeparator } from '../../ui/menu.js';
import type { OpenRoomDialog } from './room-dialogs.js';
import styles from './rooms.module.css';

interface Props {
  readonly room: RoomDetails;
  readonly onOpen: () => void;
  readonly onDialog: (dialog: OpenRoomDialog) => void;
}

export function RoomRow({ room, onOpen, onDialog }: Props) {
  const { t, i18n } = useTranslation();
  const title = room.title ?? t('rooms.untitled');
  const locale = i18n.language === 'ar-XB' ? 'en' : i18n.language;
  const when = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }).format(room.lastUsedAtMs);
  return (
    <li className={styles.room} aria-label={title}>
      <div className={styles.words}>
        <p className={styles.name}>
          <bdi>{title}</bdi>
        </p>
        <p className={styles.about}>{t('rooms.lastUsed', { when })}</p>
        <p className={styles.marks}>
          {room.hasPassword && <Badge icon={<KeyRound aria-hidden="true" />}>{t('rooms.hasPassword')}</Badge>}
          {room.settings.isLobbyOn && <Badge icon={<UserCheck aria-hidden="true" />}>{t('rooms.hasLobby')}</Badge>}
        </p>
      </div>
      {!room.isArchived && (
        <Button size="small" aria-label={t('rooms.openRoom', { title })} onClick={onOpen}>
          {t('rooms.open')}
        </Button>
      )}
      <RoomMenu room={room} title={title} onDialog={onDialog} />
    </li>
  );
}

interface RoomMenuProps {
  readonly room: RoomDetails;
  readonly title: string;
  readonly onDialog: (dialog: OpenRoomDialog) => void;
}

/** Only an owner changes what a room is; everybody in it may pass its link on. */
function RoomMenu({ room, title, onDialog }: RoomMenuProps) {
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
            onSelect={() => onDialog({ kind: 'archive', room })}
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
