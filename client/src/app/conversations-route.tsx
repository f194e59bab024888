import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Redirect, useLocation, useSearchParams } from 'wouter';
import { ConversationId } from '#contracts';
import { createApi } from '../engine/api.js';
import type { MessengerView } from '../engine/messenger/model.js';
import { useStore } from '../engine/use-store.js';
import { CallButtons } from '../features/calls/call-buttons.js';
import { ChatAnnouncer } from '../features/chat/chat-news.js';
import { useConversation } from '../features/chat/use-conversation.js';
import { ConversationFrame } from '../features/conversations/conversation-frame.js';
import { ConversationList } from '../features/conversations/conversation-list.js';
import { ConversationsPage } from '../features/conversations/conversations-page.js';
import { NewConversation } from '../features/conversations/new-conversation.js';
import { NoticesOffer } from '../features/conversations/notices-offer.js';
import { usePresenceWords } from '../features/presence/presence-words.js';
import { usePageTitle } from '../ui/use-page-title.js';
import { SignedIn } from './account-routes.js';
import { messagingOf } from './make-messaging.js';
import type { Messaging, Shared } from './shared.js';

interface Props {
  readonly shared: Shared;
  /** As it stands in the address: anything; undefined for the list alone. */
  readonly conversationId: string | undefined;
}

/** One's conversations, for who is signed in. */
export function ConversationsRoute({ shared, conversationId }: Props) {
  const messaging = messagingOf(shared);
  const isKnown = useStore(messaging.messenger.self) !== undefined;
  const page = <Conversations messaging={messaging} conversationId={conversationId} />;
  return (
    <SignedIn account={shared.api(createApi).account} meanwhile={isKnown ? page : undefined}>
      {() => page}
    </SignedIn>
  );
}

interface ConversationsProps {
  readonly messaging: Messaging;
  readonly conversationId: string | undefined;
}

function Conversations({ messaging: { messenger, notices }, conversationId }: ConversationsProps) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const [isStarting, setStarting] = useState(false);
  const wordsFor = usePresenceWords();
  const openId = ConversationId.safeParse(conversationId?.toLowerCase()).data;
  usePageTitle(t('conversations.pageTitle'));
  if (conversationId !== undefined && openId === undefined) return <Redirect to="/conversations" replace />;
  const start = (startedId: ConversationId) => {
    setStarting(false);
    navigate(`/c/${startedId}`);
  };
  return (
    <>
      <ConversationsPage
        list={
          <ConversationList
            messenger={messenger}
            openId={openId}
            wordsFor={wordsFor}
            notice={<NoticesOffer notices={notices} />}
            onNew={() => setStarting(true)}
          />
        }
        conversation={
          openId === undefined ? undefined : (
            <OpenConversation key={openId} messenger={messenger} conversationId={openId} wordsFor={wordsFor} />
          )
        }
      />
      {isStarting && <NewConversation messenger={messenger} onClose={() => setStarting(false)} onStarted={start} />}
    </>
  );
}

interface OpenProps {
  readonly messenger: MessengerView;
  readonly conversationId: ConversationId;
  readonly wordsFor: ReturnType<typeof usePresenceWords>;
}

function OpenConversation({ messenger, conversationId, wordsFor }: OpenProps) {
  const [conversation] = useState(() => messenger.conversation(conversationId));
  const [search] = useSearchParams();
  const targetSeq = Number(search.get('at') ?? 0);
  const listed = useStore(messenger.list)?.find((one) => one.conversationId === conversationId);
  const { body, composer } = useConversation(conversation, targetSeq > 0 ? { targetSeq } : {});
  return (
    <>
      <ChatAnnouncer conversation={conversation} />
      {listed === undefined ? (
        body
      ) : (
        <ConversationFrame
          messenger={messenger}
          listed={listed}
          conversation={conversation}
          wordsFor={wordsFor}
          calls={<CallButtons phone={messenger.phone} conversationId={conversationId} />}
          body={body}
          composer={composer}
        />
      )}
    </>
  );
}
