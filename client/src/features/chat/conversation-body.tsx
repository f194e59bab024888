import { MessagesSquare } from 'lucide-react';
import type { DragEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConversationView } from '../../engine/chat/model.js';
import { useStore } from '../../engine/use-store.js';
import { EmptyState } from '../../ui/empty-state.js';
import { ErrorNotice } from '../../ui/error-notice.js';
import { Spinner } from '../../ui/spinner.js';
import { useAddFiles } from './attach.js';
import { MessageList } from './message-list.js';
import type { MessageActions } from './message-menu.js';
import { TypingLine } from './typing-line.js';
import styles from './conversation.module.css';

interface Props {
  readonly conversation: ConversationView;
  readonly actions: MessageActions;
  /** The message that somebody came for. */
  readonly targetSeq?: number | undefined;
}

/** What was said, or why it cannot be shown. */
export function ConversationBody({ conversation, actions, targetSeq }: Props) {
  const addFiles = useAddFiles(conversation);
  const takesFiles = (event: DragEvent) =>
    conversation.files !== undefined && event.dataTransfer.types.includes('Files');
  const onDragOver = (event: DragEvent) => (takesFiles(event) ? event.preventDefault() : undefined);
  const onDrop = (event: DragEvent) => {
    if (!takesFiles(event)) return;
    event.preventDefault();
    addFiles([...event.dataTransfer.files]);
  };
  return (
    <div className={styles.body} onDragOver={onDragOver} onDrop={onDrop}>
      <Messages conversation={conversation} actions={actions} targetSeq={targetSeq} />
      <TypingLine conversation={conversation} />
    </div>
  );
}

function Messages({ conversation, actions, targetSeq }: Props) {
  const { t } = useTranslation();
  const state = useStore(conversation.state);
  const isEmpty = useStore(conversation.messages).length === 0;
  // What waits to be sent may be shown before anything else: where the list begins is decided anew when it is there.
  const part = state.kind === 'open' ? 'all' : 'waiting';
  if (!isEmpty) return <MessageList key={part} conversation={conversation} actions={actions} targetSeq={targetSeq} />;
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
