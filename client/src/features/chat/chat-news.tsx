import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { groupWordsOf } from '../../engine/chat/group-words.js';
import type { ConversationView, MessageView, PrivateChatsView } from '../../engine/chat/model.js';
import { useStore } from '../../engine/use-store.js';
import { useTitleCount } from '../../ui/use-title-count.js';
import { useVoice } from '../../ui/ui-root.js';

/** So much of a message is read out; the rest is in the list. */
const SAID_MAX_UNITS = 200;

interface Props {
  readonly conversation: ConversationView;
}

/** Says politely what is new in a conversation, and counts in the title what was not seen. Shows nothing itself. */
export function ChatNews({ conversation }: Props) {
  useTitleCount(useStore(conversation.unreadCount));
  return <ChatAnnouncer conversation={conversation} />;
}

/** The same of what is said to oneself alone in a meeting. */
export function PrivateNews({ chats }: { readonly chats: PrivateChatsView }) {
  return useStore(chats.list).map(({ conversationId, conversation }) => (
    <ChatNews key={conversationId} conversation={conversation} />
  ));
}

/** Says politely what is new in a conversation, for whom the page counts what was not seen in another way. */
export function ChatAnnouncer({ conversation }: Props) {
  const { t, i18n } = useTranslation();
  const { announce } = useVoice();
  const say = useRef<(news: readonly MessageView[]) => void>(() => undefined);
  useEffect(() => {
    say.current = (news) => {
      const [first] = news;
      if (first === undefined) return;
      if (news.length > 1) return announce(t('chat.saidMany', { count: news.length }));
      const { groupChange, authorName: name } = first;
      if (groupChange === undefined)
        return announce(t('chat.said', { name, text: first.text.slice(0, SAID_MAX_UNITS) }));
      const { key, values } = groupWordsOf(groupChange, name, i18n.language);
      return announce(t(key, values));
    };
  });
  useEffect(() => {
    let lastSeq = lastSeqOf(conversation.messages.get());
    let isOpen = conversation.state.get().kind === 'open';
    return conversation.messages.watch(() => {
      const messages = conversation.messages.get();
      // What was there when it was opened is no news.
      const news = messages.filter(({ seq, isOwn }) => isOpen && !isOwn && seq !== undefined && seq > lastSeq);
      lastSeq = Math.max(lastSeq, lastSeqOf(messages));
      isOpen = conversation.state.get().kind === 'open';
      say.current(news);
    });
  }, [conversation]);
  return undefined;
}

function lastSeqOf(messages: readonly MessageView[]): number {
  return messages.findLast(({ seq }) => seq !== undefined)?.seq ?? 0;
}
