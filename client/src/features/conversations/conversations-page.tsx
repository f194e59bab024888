import { MessagesSquare } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../ui/empty-state.js';
import styles from './conversation-page.module.css';

interface Props {
  readonly list: ReactNode;
  /** The open conversation; undefined for none, where a phone shows the list alone. */
  readonly conversation: ReactNode | undefined;
}

/** The list beside the open conversation; on a phone one of the two. */
export function ConversationsPage({ list, conversation }: Props) {
  const { t } = useTranslation();
  return (
    <main className={styles.page} data-open={conversation !== undefined}>
      <div className={styles.listSide}>{list}</div>
      <div className={styles.main}>
        {conversation ?? (
          <div className={styles.middle}>
            <EmptyState icon={<MessagesSquare />} title={t('conversations.choose')}>
              {t('conversations.chooseBody')}
            </EmptyState>
          </div>
        )}
      </div>
    </main>
  );
}
