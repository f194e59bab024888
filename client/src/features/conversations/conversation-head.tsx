import { ArrowLeft, Bell, BellOff, Link2, LogOut, MoreVertical, PencilLine, Search, UsersRound } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { IdentityId, Presence } from '#contracts';
import type { ListedView, MessengerView } from '../../engine/messenger/model.js';
import { useCopyLink } from '../../ui/copy-link.js';
import { IconButton } from '../../ui/icon-button.js';
import { Menu, MenuItem, MenuSeparator } from '../../ui/menu.js';
import { useVoice } from '../../ui/ui-root.js';
import { Face } from './face.js';
import { otherOf, titleOf } from './titles.js';
import styles from './conversation-page.module.css';

interface Props {
  readonly messenger: Pick<MessengerView, 'setMuted'>;
  readonly conversation: ListedView;
  readonly presence: Presence | undefined;
  readonly presenceWords: string;
  readonly memberCount: number;
  /** The buttons that call. */
  readonly calls: ReactNode;
  readonly selfId: IdentityId | undefined;
  readonly onSearch: () => void;
  readonly onGroup: (dialog: 'members' | 'rename' | 'leave') => void;
}

/** Whom one writes with, and what can be done about the conversation as a whole. */
export function ConversationHead(props: Props) {
  const { conversation, presence, presenceWords, memberCount, calls, onSearch, onGroup } = props;
  const { t } = useTranslation();
  const isGroup = conversation.kind === 'group';
  return (
    <header className={styles.head}>
      <Link href="/conversations" className={styles.back} aria-label={t('conversations.back')}>
        <ArrowLeft aria-hidden="true" />
      </Link>
      <Face conversation={conversation} presence={presence} />
      <div className={styles.words}>
        <h2 className={styles.title}>
          <bdi>{titleOf(conversation)}</bdi>
        </h2>
        {isGroup ? (
          <button type="button" className={styles.about} onClick={() => onGroup('members')}>
            {t('conversations.membersCount', { count: memberCount })}
          </button>
        ) : (
          <p className={styles.about}>
            {[otherOf(conversation)?.isMarkedGuest === true && t('account.guest'), presenceWords]
              .filter(Boolean)
              .join(' · ')}
          </p>
        )}
      </div>
      {calls}
      <IconButton
        label={t('conversations.searchHere')}
        icon={<Search aria-hidden="true" />}
        tooltipSide="bottom"
        onClick={onSearch}
      />
      <More {...props} />
    </header>
  );
}

function More({ messenger, conversation, selfId, onGroup }: Props) {
  const { t } = useTranslation();
  const { toast } = useVoice();
  const copyLink = useCopyLink(`${window.location.origin}/c/${conversation.conversationId}`);
  const { conversationId, isMuted, kind, ownerId } = conversation;
  const mute = () =>
    void messenger
      .setMuted(conversationId, !isMuted)
      .catch(() => toast({ title: t('chat.failedAction'), detail: t('chat.failedActionBody'), tone: 'danger' }));
  return (
    <Menu
      align="end"
      trigger={
        <IconButton label={t('conversations.more')} icon={<MoreVertical aria-hidden="true" />} tooltipSide="bottom" />
      }
    >
      {kind === 'group' && (
        <MenuItem icon={<UsersRound />} onSelect={() => onGroup('members')}>
          {t('conversations.members')}
        </MenuItem>
      )}
      {kind === 'group' && ownerId === selfId && (
        <MenuItem icon={<PencilLine />} onSelect={() => onGroup('rename')}>
          {t('conversations.rename')}
        </MenuItem>
      )}
      <MenuItem icon={isMuted ? <Bell /> : <BellOff />} onSelect={mute}>
        {t(isMuted ? 'conversations.unmute' : 'conversations.mute')}
      </MenuItem>
      <MenuItem icon={<Link2 />} onSelect={() => void copyLink()}>
        {t('conversations.copyLink')}
      </MenuItem>
      {kind === 'group' && (
        <>
          <MenuSeparator />
          <MenuItem icon={<LogOut />} onSelect={() => onGroup('leave')}>
            {t('conversations.leave')}
          </MenuItem>
        </>
      )}
    </Menu>
  );
}
