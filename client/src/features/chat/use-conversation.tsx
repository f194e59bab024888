import { useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConversationView, MessageView } from '../../engine/chat/model.js';
import { ConfirmDialog } from '../../ui/confirm-dialog.js';
import { useVoice } from '../../ui/ui-root.js';
import { Composer } from './composer.js';
import { ConversationBody } from './conversation-body.js';
import type { MessageActions } from './message-menu.js';
import type { Purpose } from './purpose.js';

/** The parts of a conversation's view, for whoever frames them: a panel beside a meeting, or a page. */
export interface ConversationParts {
  readonly body: ReactNode;
  readonly composer: ReactNode;
}

interface Options {
  /** Why nothing may be written here, in words; undefined when it may. */
  readonly barrier?: string | undefined;
  /** The message that somebody came for. */
  readonly targetSeq?: number | undefined;
}

export function useConversation(
  conversation: ConversationView,
  { barrier, targetSeq }: Options = {},
): ConversationParts {
  const [purpose, setPurpose] = useState<Purpose | undefined>();
  const [doomed, setDoomed] = useState<MessageView | undefined>();

  const { attempt, copied } = useAttempts();
  // The same for every message, or each of them would be drawn anew at every letter that is typed.
  const actions = useMemo<MessageActions>(
    () => ({
      reply: (message) => message.seq !== undefined && setPurpose({ kind: 'reply', to: message, seq: message.seq }),
      edit: (message) => message.seq !== undefined && setPurpose({ kind: 'edit', message, seq: message.seq }),
      remove: setDoomed,
      copy: (message) => void attempt(navigator.clipboard.writeText(message.text).then(copied)),
      react: (seq, emoji, isOn) => void attempt(conversation.react(seq, emoji, isOn)),
      retry: (key) => conversation.retry(key),
      discard: (key) => conversation.discard(key),
      readersOf: (seq) => conversation.readersOf(seq),
      files: conversation.files,
    }),
    [conversation, attempt, copied],
  );

  const remove = async () => {
    if (doomed?.seq !== undefined) await attempt(conversation.remove(doomed.seq));
    setDoomed(undefined);
  };
  return {
    body: (
      <>
        <ConversationBody conversation={conversation} actions={actions} targetSeq={targetSeq} />
        <DeleteQuestion isOpen={doomed !== undefined} onNo={() => setDoomed(undefined)} onYes={() => void remove()} />
      </>
    ),
    composer: (
      <Composer
        conversation={conversation}
        purpose={purpose}
        barrier={barrier}
        onDone={() => setPurpose(undefined)}
        onEdit={(seq, text) => attempt(conversation.edit(seq, text))}
      />
    ),
  };
}

interface DeleteQuestionProps {
  readonly isOpen: boolean;
  readonly onNo: () => void;
  readonly onYes: () => void;
}

function DeleteQuestion({ isOpen, onNo, onYes }: DeleteQuestionProps) {
  const { t } = useTranslation();
  return (
    <ConfirmDialog
      open={isOpen}
      onOpenChange={(isOpening) => (isOpening ? undefined : onNo())}
      title={t('chat.deleteQuestion')}
      description={t('chat.deleteExplained')}
      confirmLabel={t('chat.delete')}
      tone="danger"
      onConfirm={onYes}
    />
  );
}

interface Attempts {
  /** Says so when it fails. Resolves with whether it worked; never rejects. */
  readonly attempt: (work: Promise<void>) => Promise<boolean>;
  readonly copied: () => void;
}

/** Both stay the same from one drawing to the next. */
function useAttempts(): Attempts {
  const { t } = useTranslation();
  const { toast, announce } = useVoice();
  const say = useRef({ toast, announce });
  useEffect(() => {
    say.current = { toast, announce };
  });

  const copied = useCallback(() => say.current.announce(t('chat.copied')), [t]);
  const attempt = useCallback(
    async (work: Promise<void>): Promise<boolean> => {
      try {
        await work;
        return true;
      } catch {
        say.current.toast({ title: t('chat.failedAction'), detail: t('chat.failedActionBody'), tone: 'danger' });
        return false;
      }
    },
    [t],
  );
  return { attempt, copied };
}
