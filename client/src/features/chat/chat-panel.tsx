import { Lock } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConversationId } from '#contracts';
import type { PrivateChat } from '../../engine/chat/model.js';
import type { PersonView } from '../../engine/model.js';
import { useStore } from '../../engine/use-store.js';
import { Panel } from '../../ui/panel.js';
import { useVoice } from '../../ui/ui-root.js';
import { AudienceChoice } from './audience-choice.js';
import type { MeetingChat } from './meeting-chat.js';
import { useConversation } from './use-conversation.js';
import styles from './audience.module.css';

interface Props {
  readonly chat: MeetingChat;
  readonly onClose: () => void;
}

/** The conversations of a meeting, beside it: with everyone, and with one person at a time. */
export function ChatPanel({ chat, onClose }: Props) {
  const { t } = useTranslation();
  const { toast } = useVoice();
  const privates = useStore(chat.privates.list);
  const [chosenId, setChosenId] = useState<ConversationId | undefined>();
  const chosen = privates.find(({ conversationId }) => conversationId === chosenId);
  const startWith = (person: PersonView) =>
    void chat.privates
      .start(person.participantId)
      .then(setChosenId, () => toast({ title: t('chat.privateGone'), tone: 'danger' }));
  return (
    <Pane
      key={chosen?.conversationId ?? 'everyone'}
      chat={chat}
      chosen={chosen}
      onClose={onClose}
      choice={<AudienceChoice chat={chat} chosen={chosen} onChoose={setChosenId} onStart={startWith} />}
    />
  );
}

interface PaneProps extends Props {
  readonly chosen: PrivateChat | undefined;
  readonly choice: ReactNode;
}

function Pane({ chat, chosen, choice, onClose }: PaneProps) {
  const { t } = useTranslation();
  const barrier = chat.mayWrite ? undefined : t('chat.forbidden');
  const { body, composer } = useConversation(chosen?.conversation ?? chat.conversation, { barrier });
  return (
    <Panel title={t('chat.title')} isFlush onClose={onClose} footer={composer}>
      <div className={styles.pane}>
        {choice}
        {chosen !== undefined && (
          <p className={styles.note}>
            <Lock aria-hidden="true" />
            {t('chat.privateNote', { name: chosen.name })}
          </p>
        )}
        <div className={styles.body}>{body}</div>
      </div>
    </Panel>
  );
}
