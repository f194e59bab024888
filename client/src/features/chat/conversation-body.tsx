import { MessagesSquare } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ConversationView } from '../../engine/chat/model.js';
import { useStore } from '../../engine/use-store.js';
import { EmptyState } from '../../ui/empty-state.js';
import { ErrorNotice } from '../../ui/error-notice.js';
import { Spinner } from '../../ui/spinner.js';
import { MessageList } from './message-list.js';
import type { MessageActions } from './message-menu.js';
import { TypingLine } from './typing-line.js';
import styles from './conversation.module.css';

interface Props {
  readonly conversation: ConversationView;
  readonly actions: MessageActions;
}

/** What was said, or why it cannot be shown. */
export function ConversationBody({ conversation, actions }: Props) {
  return (
    <div className={styles.body}>
      <Messages conversation={conversation} actions={actions} />
      <TypingLine conversation={conversation} />
    </div>
  );
}

function Messages({ conversation, actions }: Props) {
  const { t } = useTranslation();
  const state = useStore(conversation.state);
  const isEmpty = useStore(conversation.messages).length === 0;
  if (!isEmpty) return <MessageList conversation={conversation} actions={actions} />;
  return (
    <div className={styles.middle}>
      {state.kind === 'failed' && <ErrorNotice title={t('chat.failedTitle')}>{t('chat.failedBody')}</ErrorNotice>}
      {state.kind === 'open' && (
        <EmptyState icon={<MessagesSquare />} title={t('chat.emptyTitle')}>
          {t('chat.emptyBody')}
        </EmptyState>
      )}
      {(state.kind === 'loading' || state.kind === 'closed') && <Spinner label={t('chat.loading')} />}
    </div>
  );
}
