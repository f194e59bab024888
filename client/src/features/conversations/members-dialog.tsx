import { useTranslation } from 'react-i18next';
import type { IdentityId, Presence } from '#contracts';
import type { MemberView } from '../../engine/chat/model.js';
import { Avatar } from '../../ui/avatar.js';
import { Dialog } from '../../ui/dialog.js';
import { PresenceDot } from '../../ui/presence-dot.js';
import styles from './people.module.css';

interface Props {
  readonly title: string;
  readonly members: readonly MemberView[];
  readonly presence: ReadonlyMap<IdentityId, Presence>;
  readonly wordsFor: (presence: Presence | undefined) => string;
  readonly onClose: () => void;
}

/** Everybody in a group, and how they are. */
export function MembersDialog({ title, members, presence, wordsFor, onClose }: Props) {
  const { t } = useTranslation();
  const of = ({ identityId }: MemberView) => presence.get(identityId as IdentityId);
  return (
    <Dialog open onOpenChange={(isOpening) => (isOpening ? undefined : onClose())} title={title} size="small">
      <ul className={styles.people} aria-label={t('conversations.members')}>
        {members.map((member) => (
          <li key={member.identityId} className={styles.person}>
            <Avatar id={member.identityId} name={member.name} size="small" />
            <span className={styles.name}>
              <bdi>{member.isSelf ? t('conversations.memberYou', { name: member.name }) : member.name}</bdi>
            </span>
            <span className={styles.about}>{wordsFor(of(member))}</span>
            {of(member) !== undefined && <PresenceDot status={of(member)?.status ?? 'offline'} />}
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
