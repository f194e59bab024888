import { X } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Presence } from '#contracts';
import type { ConversationView } from '../../engine/chat/model.js';
import type { ListedView, MessengerView } from '../../engine/messenger/model.js';
import { useStore } from '../../engine/use-store.js';
import { IconButton } from '../../ui/icon-button.js';
import { TextField } from '../../ui/text-field.js';
import { usePageTitle } from '../../ui/use-page-title.js';
import { ConversationHead } from './conversation-head.js';
import { GroupDialogs, type GroupDialog } from './group-dialogs.js';
import { SearchResults } from './search-results.js';
import { titleOf } from './titles.js';
import styles from './conversation-page.module.css';

interface Props {
  readonly messenger: MessengerView;
  readonly listed: ListedView;
  readonly conversation: ConversationView;
  readonly wordsFor: (presence: Presence | undefined) => string;
  /** The buttons that call. */
  readonly calls: ReactNode;
  readonly body: ReactNode;
  readonly composer: ReactNode;
}

/** One conversation with everything around it. */
export function ConversationFrame({ messenger, listed, conversation, wordsFor, calls, body, composer }: Props) {
  const { t } = useTranslation();
  const [isSearching, setSearching] = useState(false);
  const [dialog, setDialog] = useState<GroupDialog>();
  const members = useStore(conversation.members);
  const presence = useStore(messenger.presence);
  const selfId = useStore(messenger.self)?.identityId;
  const isConnected = useStore(messenger.isConnected);
  const other = listed.kind === 'direct' ? listed.others[0] : undefined;
  const how = other === undefined ? undefined : presence.get(other.identityId);
  usePageTitle(t('conversations.titled', { title: titleOf(listed) }));
  return (
    <section className={styles.conversation} aria-label={titleOf(listed)}>
      <ConversationHead
        messenger={messenger}
        conversation={listed}
        presence={how}
        presenceWords={wordsFor(how)}
        memberCount={Math.max(members.length, listed.others.length + 1)}
        calls={calls}
        onSearch={() => setSearching(!isSearching)}
        selfId={selfId}
        onGroup={setDialog}
      />
      {!isConnected && <output className={styles.offline}>{t('conversations.offline')}</output>}
      {isSearching && <Search messenger={messenger} listed={listed} onClose={() => setSearching(false)} />}
      <div className={styles.body}>{body}</div>
      <footer className={styles.foot}>{composer}</footer>
      <GroupDialogs
        messenger={messenger}
        listed={listed}
        members={members}
        wordsFor={wordsFor}
        open={dialog}
        onOpen={setDialog}
      />
    </section>
  );
}

interface SearchProps {
  readonly messenger: MessengerView;
  readonly listed: ListedView;
  readonly onClose: () => void;
}

function Search({ messenger, listed, onClose }: SearchProps) {
  const { t } = useTranslation();
  const [words, setWords] = useState('');
  return (
    <search className={styles.search}>
      <div className={styles.searchBox}>
        <TextField
          label={t('conversations.searchLabel')}
          isLabelHidden
          placeholder={t('conversations.searchHere')}
          type="search"
          dir="auto"
          value={words}
          ref={focusOn}
          onChange={(event) => setWords(event.target.value)}
          onKeyDown={(event) => (event.key === 'Escape' ? onClose() : undefined)}
        />
        <IconButton label={t('conversations.closeSearch')} icon={<X aria-hidden="true" />} onClick={onClose} />
      </div>
      {words !== '' && (
        <div className={styles.results}>
          <SearchResults messenger={messenger} words={words} conversationId={listed.conversationId} />
        </div>
      )}
    </search>
  );
}

function focusOn(element: HTMLElement | null): void {
  element?.focus();
}
