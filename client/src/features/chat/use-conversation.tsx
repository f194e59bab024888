import { useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConversationView, MessageView } from '../../engine/chat/model.js';
import { ConfirmDialog } from '../../ui/confirm-dialog.js';
import { useVoice } from '../../ui/ui-root.js';
import { Composer, type Purpose } from './composer.js';
import { ConversationBody } from './conversation-body.js';
import type { MessageActions } from './message-menu.js';

/** The parts of a conversation's view, for whoever frames them: a panel beside a meeting, or a page. */
export interface ConversationParts {
  readonly body: ReactNode;
  readonly composer: ReactNode;
}

export function useConversation(conversation: ConversationView): ConversationParts {
  const { t } = useTranslation();
  const { toast, announce } = useVoice();
  const [purpose, setPurpose] = useState<Purpose | undefined>();
  const [doomed, setDoomed] = useState<MessageView | undefined>();

  const { actions, attempt } = useMemo(() => {
    const attempt = async (work: Promise<void>): Promise<boolean> => {
      try {
        await work;
        return true;
      } catch {
        toast({ title: t('chat.failedAction'), detail: t('chat.failedActionBody'), tone: 'danger' });
        return false;
      }
    };
    const actions: MessageActions = {
      reply: (message) => message.seq !== undefined && setPurpose({ kind: 'reply', to: message, seq: message.seq }),
      edit: (message) => message.seq !== undefined && setPurpose({ kind: 'edit', message, seq: message.seq }),
      remove: setDoomed,
      copy: (message) =>
        void attempt(navigator.clipboard.writeText(message.text).then(() => announce(t('chat.copied')))),
      react: (seq, emoji, isOn) => void attempt(conversation.react(seq, emoji, isOn)),
      retry: (key) => conversation.retry(key),
      discard: (key) => conversation.discard(key),
      readersOf: (seq) => conversation.readersOf(seq),
    };
    return { actions, attempt };
    // The voice is made anew at each render, but speaks to the same queue.
    // eslint-disable-next-line react/exhaustive-deps
  }, [conversation, t]);

  const remove = async () => {
    if (doomed?.seq !== undefined) await attempt(conversation.remove(doomed.seq));
    setDoomed(undefined);
  };
  return {
    body: (
      <>
        <ConversationBody conversation={conversation} actions={actions} />
        <ConfirmDialog
          open={doomed !== undefined}
          onOpenChange={(isOpen) => (isOpen ? undefined : setDoomed(undefined))}
          title={t('chat.deleteQuestion')}
          description={t('chat.deleteExplained')}
          confirmLabel={t('chat.delete')}
          tone="danger"
          onConfirm={() => void remove()}
        />
      </>
    ),
    composer: (
      <Composer
        conversation={conversation}
        purpose={purpose}
        onDone={() => setPurpose(undefined)}
        onEdit={(seq, text) => attempt(conversation.edit(seq, text))}
      />
    ),
  };
}
