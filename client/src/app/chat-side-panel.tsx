import { MessageSquare } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConversationView } from '../engine/chat/model.js';
import { ChatPanel } from '../features/chat/chat-panel.js';
import type { SidePanel } from '../features/meeting/side-panels.js';

/** The chat as a panel of the meeting. */
export function useChatSidePanel(conversation: ConversationView): SidePanel {
  const { t } = useTranslation();
  return useMemo(
    () => ({
      key: 'chat',
      label: t('chat.title'),
      icon: <MessageSquare aria-hidden="true" />,
      badgeCount: conversation.unreadCount,
      describeCount: (count) => t('chat.unread', { count }),
      render: (onClose) => <ChatPanel conversation={conversation} onClose={onClose} />,
    }),
    [conversation, t],
  );
}
