import { ChevronDown, Lock, UsersRound } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ConversationId } from '#contracts';
import type { PrivateChat } from '../../engine/chat/model.js';
import type { PersonView } from '../../engine/model.js';
import { useStore } from '../../engine/use-store.js';
import { Badge } from '../../ui/badge.js';
import { Menu, MenuHeading, MenuItem, MenuSeparator } from '../../ui/menu.js';
import type { MeetingChat } from './meeting-chat.js';
import styles from './audience.module.css';

/** More people than that nobody finds in a menu; the list of people has a search. */
const PEOPLE_MAX_COUNT = 50;

interface Props {
  readonly chat: MeetingChat;
  /** Undefined for everyone. */
  readonly chosen: PrivateChat | undefined;
  readonly onChoose: (conversationId: ConversationId | undefined) => void;
  readonly onStart: (person: PersonView) => void;
}

/** Who reads what one writes: everyone in the meeting, or one of them. */
export function AudienceChoice({ chat, chosen, onChoose, onStart }: Props) {
  const { t } = useTranslation();
  const privates = useStore(chat.privates.list);
  const others = useStore(chat.people).filter(({ isSelf }) => !isSelf);
  const elsewhereCount = useElsewhere(chat, chosen);
  if (others.length === 0 && privates.length === 0) return undefined;
  return (
    <div className={styles.choice}>
      <Menu
        align="start"
        trigger={
          <button
            type="button"
            className={styles.trigger}
            aria-label={nameOf(chosen, t('chat.whom'), t('chat.everyone'))}
          >
            {chosen === undefined ? <UsersRound aria-hidden="true" /> : <Lock aria-hidden="true" />}
            <bdi>{chosen?.name ?? t('chat.everyone')}</bdi>
            {elsewhereCount > 0 && <Badge tone="accent">{elsewhereCount}</Badge>}
            <ChevronDown aria-hidden="true" />
          </button>
        }
      >
        <Entry
          chat={chat.conversation}
          name={t('chat.everyone')}
          isPrivate={false}
          onChoose={() => onChoose(undefined)}
        />
        {privates.map(({ conversationId, name, conversation }) => (
          <Entry
            key={conversationId}
            chat={conversation}
            name={t('chat.privateTo', { name })}
            isPrivate
            onChoose={() => onChoose(conversationId)}
          />
        ))}
        {others.length > 0 && (
          <>
            <MenuSeparator />
            <MenuHeading>{t('chat.writePrivately')}</MenuHeading>
            {others.slice(0, PEOPLE_MAX_COUNT).map((person) => (
              <MenuItem key={person.participantId} icon={<Lock />} onSelect={() => onStart(person)}>
                <bdi>{person.name}</bdi>
              </MenuItem>
            ))}
          </>
        )}
      </Menu>
    </div>
  );
}

function nameOf(chosen: PrivateChat | undefined, whom: string, everyone: string): string {
  return `${whom}: ${chosen?.name ?? everyone}`;
}

/** What waits in the conversations of the meeting that are not in sight. */
function useElsewhere(chat: MeetingChat, chosen: PrivateChat | undefined): number {
  const ofAll = useStore(chat.conversation.unreadCount);
  const ofPrivates = useStore(chat.privates.unreadCount);
  const here = useStore((chosen?.conversation ?? chat.conversation).unreadCount);
  return ofAll + ofPrivates - here;
}

interface EntryProps {
  readonly chat: PrivateChat['conversation'];
  readonly name: string;
  readonly isPrivate: boolean;
  readonly onChoose: () => void;
}

function Entry({ chat, name, isPrivate, onChoose }: EntryProps) {
  const count = useStore(chat.unreadCount);
  return (
    <MenuItem icon={isPrivate ? <Lock /> : <UsersRound />} onSelect={onChoose}>
      <bdi>{name}</bdi>
      {count > 0 && ` (${count})`}
    </MenuItem>
  );
}
