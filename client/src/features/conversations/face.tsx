import type { Presence } from '#contracts';
import type { ListedView } from '../../engine/messenger/model.js';
import { Avatar } from '../../ui/avatar.js';
import { PresenceDot } from '../../ui/presence-dot.js';
import { colourIdOf, otherOf, titleOf } from './titles.js';
import styles from './face.module.css';

interface Props {
  readonly conversation: ListedView;
  /** Of the other one of two; undefined for groups. */
  readonly presence: Presence | undefined;
}

/** What a conversation looks like: its avatar, and how the other one is. Decoration: words say both. */
export function Face({ conversation, presence }: Props) {
  return (
    <span className={styles.face}>
      <Avatar id={colourIdOf(conversation)} name={titleOf(conversation)} url={otherOf(conversation)?.avatarUrl} />
      {presence !== undefined && (
        <span className={styles.dot}>
          <PresenceDot status={presence.status} />
        </span>
      )}
    </span>
  );
}
