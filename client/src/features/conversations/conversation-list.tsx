import { MessagesSquare, Plus, Search, X } from 'lucide-react';
import { useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConversationId, Presence } from '#contracts';
import type { MessengerView } from '../../engine/messenger/model.js';
import { useStore } from '../../engine/use-store.js';
import { EmptyState } from '../../ui/empty-state.js';
import { IconButton } from '../../ui/icon-button.js';
import { Spinner } from '../../ui/spinner.js';
import { TextField } from '../../ui/text-field.js';
import { timesIn } from '../../ui/times.js';
import { useMinute } from '../../ui/use-minute.js';
import { ConversationRow } from './conversation-row.js';
import { SearchResults } from './search-results.js';
import styles from './conversation-list.module.css';

interface Props {
  readonly messenger: MessengerView;
  readonly openId: ConversationId | undefined;
  readonly wordsFor: (presence: Presence | undefined) => string;
  readonly onNew: () => void;
  /** Stands between the head and the list: an offer, a warning. */
  readonly notice?: ReactNode;
}

/** All of one's conversations, and the search through what was said in them. */
export function ConversationList({ messenger, openId, wordsFor, onNew, notice }: Props) {
  const { t } = useTranslation();
  const [words, setWords] = useState('');
  return (
    <section className={styles.side} aria-labelledby="conversations-title">
      <header className={styles.head}>
        <h1 id="conversations-title" className={styles.title}>
          {t('conversations.title')}
        </h1>
        <IconButton
          label={t('conversations.new')}
          icon={<Plus aria-hidden="true" />}
          tooltipSide="bottom"
          onClick={onNew}
        />
      </header>
      <div className={styles.search}>
        <TextField
          label={t('conversations.search')}
          isLabelHidden
          placeholder={t('conversations.search')}
          type="search"
          prefix={<Search aria-hidden="true" />}
          dir="auto"
          value={words}
          onChange={(event) => setWords(event.target.value)}
        />
        {words !== '' && (
          <IconButton
            size="small"
            label={t('conversations.closeSearch')}
            icon={<X aria-hidden="true" />}
            onClick={() => setWords('')}
          />
        )}
      </div>
      {notice}
      <div className={styles.scroller}>
        {words === '' ? (
          <Rows messenger={messenger} openId={openId} wordsFor={wordsFor} />
        ) : (
          <SearchResults messenger={messenger} words={words} />
        )}
      </div>
    </section>
  );
}

function Rows({ messenger, openId, wordsFor }: Pick<Props, 'messenger' | 'openId' | 'wordsFor'>) {
  const { t, i18n } = useTranslation();
  const list = useStore(messenger.list);
  const presence = useStore(messenger.presence);
  const nowMs = useMinute();
  const times = useMemo(() => timesIn(i18n.language), [i18n.language]);
  if (list === undefined) return <Spinner label={t('conversations.loading')} />;
  if (list.length === 0)
    return (
      <EmptyState icon={<MessagesSquare />} title={t('conversations.none')}>
        {t('conversations.noneBody')}
      </EmptyState>
    );
  return (
    <ul className={styles.list} aria-label={t('conversations.list')}>
      {list.map((conversation) => {
        const other = conversation.kind === 'direct' ? conversation.others[0] : undefined;
        const how = other === undefined ? undefined : presence.get(other.identityId);
        return (
          <ConversationRow
            key={conversation.conversationId}
            conversation={conversation}
            presence={how}
            presenceWords={wordsFor(how)}
            isOpen={conversation.conversationId === openId}
            times={times}
            nowMs={nowMs}
          />
        );
      })}
    </ul>
  );
}
