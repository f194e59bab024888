import { SearchX } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { ConversationId } from '#contracts';
import type { MessengerView, SearchHit } from '../../engine/messenger/model.js';
import { useStore } from '../../engine/use-store.js';
import { EmptyState } from '../../ui/empty-state.js';
import { timesIn } from '../../ui/times.js';
import { titleOf } from './titles.js';
import styles from './conversation-list.module.css';

/** Nobody types faster than this for long; a search at each letter would be wasted, in ms. */
const REST_MS = 250;
/** Source: the contract of `chat.search`. */
const WORDS_MIN_UNITS = 2;

interface Props {
  readonly messenger: Pick<MessengerView, 'search' | 'list'>;
  readonly words: string;
  /** Where to look; everywhere when undefined. */
  readonly conversationId?: ConversationId;
}

type Found = { readonly words: string; readonly hits: readonly SearchHit[] | 'failed' };

/** Messages with these words, the newest first; each leads to its place. */
export function SearchResults({ messenger, words, conversationId }: Props) {
  const { t, i18n } = useTranslation();
  const found = useSearch(messenger, words.trim(), conversationId);
  const list = useStore(messenger.list) ?? [];
  const times = useMemo(() => timesIn(i18n.language), [i18n.language]);
  if (words.trim().length < WORDS_MIN_UNITS) return <p className={styles.state}>{t('conversations.searchHint')}</p>;
  if (found === undefined) return <p className={styles.state}>{t('conversations.searching')}</p>;
  if (found === 'failed')
    return (
      <p className={styles.state} role="alert">
        {t('conversations.searchFailed')}
      </p>
    );
  if (found.length === 0)
    return (
      <EmptyState icon={<SearchX />} title={t('conversations.searchNone')}>
        {t('conversations.searchNoneBody')}
      </EmptyState>
    );
  return (
    <ul className={styles.list} aria-label={t('conversations.results')}>
      {found.map((hit) => {
        const where = list.find((one) => one.conversationId === hit.conversationId);
        const place = conversationId === undefined && where !== undefined ? titleOf(where) : hit.authorName;
        return (
          <li key={`${hit.conversationId} ${hit.seq}`}>
            <Link className={styles.hit} href={`/c/${hit.conversationId}?at=${hit.seq}`}>
              <span className={styles.hitHead}>
                <bdi>{place}</bdi>
                <time>{times.date(hit.sentAtMs)}</time>
              </span>
              <span className={styles.hitText} dir="auto">
                {hit.text}
              </span>
            </Link>
          </li>
        );
      })}
    </ul>
  );
}

function useSearch(
  messenger: Pick<MessengerView, 'search'>,
  words: string,
  conversationId: ConversationId | undefined,
): Found['hits'] | undefined {
  const [found, setFound] = useState<Found>();
  useEffect(() => {
    if (words.length < WORDS_MIN_UNITS) return undefined;
    let isWanted = true;
    const timer = setTimeout(() => {
      messenger.search(words, conversationId).then(
        (hits) => isWanted && setFound({ words, hits }),
        () => isWanted && setFound({ words, hits: 'failed' }),
      );
    }, REST_MS);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [messenger, words, conversationId]);
  return found?.words === words ? found.hits : undefined;
}
