import { UserRoundMinus, UserRoundPlus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { IdentityId, Presence } from '#contracts';
import type { MemberView } from '../../engine/chat/model.js';
import { Avatar } from '../../ui/avatar.js';
import { Badge } from '../../ui/badge.js';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { IconButton } from '../../ui/icon-button.js';
import { PresenceDot } from '../../ui/presence-dot.js';
import styles from './people.module.css';

interface Props {
  readonly title: string;
  readonly members: readonly MemberView[];
  readonly ownerId: IdentityId | undefined;
  /** One decides oneself about who is in it. */
  readonly isOwner: boolean;
  readonly presence: ReadonlyMap<IdentityId, Presence>;
  readonly wordsFor: (presence: Presence | undefined) => string;
  readonly onAdd: () => void;
  readonly onRemove: (member: MemberView) => void;
  readonly onClose: () => void;
}

/** Everybody in a group, and how they are. Its owner adds and removes people here. */
export function MembersDialog(props: Props) {
  const { title, members, ownerId, isOwner, presence, wordsFor, onAdd, onRemove, onClose } = props;
  const { t } = useTranslation();
  const of = ({ identityId }: MemberView) => presence.get(identityId as IdentityId);
  return (
    <Dialog open onOpenChange={(isOpening) => (isOpening ? undefined : onClose())} title={title} size="small">
      <div className={styles.form}>
        {isOwner && (
          <Button wide icon={<UserRoundPlus aria-hidden="true" />} onClick={onAdd}>
            {t('conversations.addMembers')}
          </Button>
        )}
        <ul className={styles.people} aria-label={t('conversations.members')}>
          {members.map((member) => (
            <li key={member.identityId} className={styles.person}>
              <Avatar id={member.identityId} name={member.name} url={member.avatarUrl} size="small" />
              <span className={styles.name}>
                <bdi>{member.isSelf ? t('conversations.memberYou', { name: member.name }) : member.name}</bdi>
              </span>
              {member.isMarkedGuest && <Badge>{t('account.guest')}</Badge>}
              {member.identityId === ownerId && <Badge>{t('conversations.owner')}</Badge>}
              <span className={styles.about}>{wordsFor(of(member))}</span>
              {of(member) !== undefined && <PresenceDot status={of(member)?.status ?? 'offline'} />}
              {isOwner && !member.isSelf && (
                <IconButton
                  label={t('conversations.removeMember', { name: member.name })}
                  icon={<UserRoundMinus aria-hidden="true" />}
                  size="small"
                  onClick={() => onRemove(member)}
                />
              )}
            </li>
          ))}
        </ul>
      </div>
    </Dialog>
  );
}
