import { MessageSquare } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallView } from '../engine/model.js';
import { sumOf } from '../engine/store.js';
import { useStore } from '../engine/use-store.js';
import { ChatPanel } from '../features/chat/chat-panel.js';
import type { SidePanel } from '../features/meeting/side-panels.js';

/** The chat as a panel of the meeting. */
export function useChatSidePanel({ chat, privateChats, people, controls }: CallView): SidePanel {
  const { t } = useTranslation();
  const { chat: mayWrite } = useStore(controls.rights);
  return useMemo(() => {
    const parts = { conversation: chat, privates: privateChats, people, mayWrite };
    return {
      key: 'chat',
      label: t('chat.title'),
      icon: <MessageSquare aria-hidden="true" />,
      badgeCount: sumOf(chat.unreadCount, privateChats.unreadCount),
      describeCount: (count) => t('chat.unread', { count }),
      render: (onClose) => <ChatPanel chat={parts} onClose={onClose} />,
    };
  }, [chat, privateChats, people, mayWrite, t]);
}
