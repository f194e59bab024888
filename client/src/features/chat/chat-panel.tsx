import { useTranslation } from 'react-i18next';
import type { ConversationView } from '../../engine/chat/model.js';
import { Panel } from '../../ui/panel.js';
import { useConversation } from './use-conversation.js';

interface Props {
  readonly conversation: ConversationView;
  readonly onClose: () => void;
}

/** The conversation of a meeting, beside it. */
export function ChatPanel({ conversation, onClose }: Props) {
  const { t } = useTranslation();
  const { body, composer } = useConversation(conversation);
  return (
    <Panel title={t('chat.title')} isFlush onClose={onClose} footer={composer}>
      {body}
    </Panel>
  );
}
