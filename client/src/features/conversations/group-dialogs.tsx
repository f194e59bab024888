import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import {
  ConversationTitle,
  GROUP_ADDED_MAX_COUNT,
  NAME_MAX_UNITS,
  type ConversationId,
  type IdentityId,
  type Presence,
} from '#contracts';
import type { MemberView } from '../../engine/chat/model.js';
import type { ListedView, MessengerView } from '../../engine/messenger/model.js';
import { useStore } from '../../engine/use-store.js';
import { Button } from '../../ui/button.js';
import { ConfirmDialog } from '../../ui/confirm-dialog.js';
import { Dialog } from '../../ui/dialog.js';
import { ErrorNotice } from '../../ui/error-notice.js';
import { TextField } from '../../ui/text-field.js';
import { useVoice } from '../../ui/ui-root.js';
import { ChoosePeople } from './choose-people.js';
import { MembersDialog } from './members-dialog.js';
import { titleOf } from './titles.js';
import styles from './people.module.css';

/** What is open over the page of a group. */
export type GroupDialog = 'members' | 'add' | 'rename' | 'leave' | { readonly removing: MemberView };

interface Props {
  readonly messenger: MessengerView;
  readonly listed: ListedView;
  readonly members: readonly MemberView[];
  readonly wordsFor: (presence: Presence | undefined) => string;
  readonly open: GroupDialog | undefined;
  readonly onOpen: (dialog: GroupDialog | undefined) => void;
}

/** What can be done about a group as a whole; one at a time. */
export function GroupDialogs({ messenger, listed, members, wordsFor, open, onOpen }: Props) {
  const { t } = useTranslation();
  const presence = useStore(messenger.presence);
  const selfId = useStore(messenger.self)?.identityId;
  const { conversationId, ownerId } = listed;
  const close = () => onOpen(undefined);
  const toMembers = () => onOpen('members');
  if (open === undefined) return undefined;
  if (open === 'members')
    return (
      <MembersDialog
        title={titleOf(listed)}
        members={members}
        ownerId={ownerId}
        isOwner={ownerId === selfId}
        presence={presence}
        wordsFor={wordsFor}
        onAdd={() => onOpen('add')}
        onRemove={(removing) => onOpen({ removing })}
        onClose={close}
      />
    );
  if (open === 'add')
    return (
      <ChoosePeople
        messenger={messenger}
        title={t('conversations.addMembers')}
        description={t('conversations.addMembersBody')}
        action={t('conversations.addMembersAction')}
        failed={t('conversations.addMembersFailed')}
        withoutIds={new Set(members.map(({ identityId }) => identityId as IdentityId))}
        maxCount={GROUP_ADDED_MAX_COUNT}
        onChoose={(identityIds) => messenger.addToGroup(conversationId, identityIds)}
        onClose={toMembers}
      />
    );
  if (open === 'rename') return <RenameGroup messenger={messenger} listed={listed} onClose={close} />;
  if (open === 'leave')
    return (
      <Question
        title={t('conversations.leaveQuestion', { title: titleOf(listed) })}
        description={t('conversations.leaveExplained')}
        confirmLabel={t('conversations.leave')}
        act={() => messenger.leaveGroup(conversationId)}
        onClose={close}
      />
    );
  const { name, identityId } = open.removing;
  return (
    <Question
      title={t('conversations.removeQuestion', { name })}
      description={t('conversations.removeExplained', { name })}
      confirmLabel={t('conversations.removeAction')}
      act={() => messenger.removeFromGroup(conversationId, identityId as IdentityId)}
      onClose={toMembers}
    />
  );
}

interface QuestionProps {
  readonly title: string;
  readonly description: string;
  readonly confirmLabel: string;
  readonly act: () => Promise<void>;
  readonly onClose: () => void;
}

function Question({ title, description, confirmLabel, act, onClose }: QuestionProps) {
  const { t } = useTranslation();
  const { toast } = useVoice();
  const [isBusy, setBusy] = useState(false);
  const confirm = async () => {
    setBusy(true);
    try {
      await act();
    } catch {
      toast({ title: t('chat.failedAction'), detail: t('chat.failedActionBody'), tone: 'danger' });
    } finally {
      onClose();
    }
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={(isOpening) => (isOpening ? undefined : onClose())}
      title={title}
      description={description}
      confirmLabel={confirmLabel}
      tone="danger"
      busy={isBusy}
      onConfirm={() => void confirm()}
    />
  );
}

interface RenameProps {
  readonly messenger: { renameGroup(conversationId: ConversationId, title: string): Promise<void> };
  readonly listed: ListedView;
  readonly onClose: () => void;
}

function RenameGroup({ messenger, listed, onClose }: RenameProps) {
  const { t } = useTranslation();
  const [title, setTitle] = useState(listed.title ?? '');
  const [state, setState] = useState<'idle' | 'busy' | 'failed'>('idle');
  const isFit = ConversationTitle.safeParse(title).success;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isFit || state === 'busy') return;
    setState('busy');
    messenger.renameGroup(listed.conversationId, title.trim()).then(onClose, () => setState('failed'));
  };
  return (
    <Dialog
      open
      onOpenChange={(isOpening) => (isOpening ? undefined : onClose())}
      title={t('conversations.rename')}
      size="small"
      actions={
        <>
          <Button variant="quiet" onClick={onClose}>
            {t('ui.cancel')}
          </Button>
          <Button
            type="submit"
            form="group-name"
            variant="primary"
            busy={state === 'busy'}
            aria-disabled={!isFit || undefined}
          >
            {t('conversations.renameAction')}
          </Button>
        </>
      }
    >
      <form id="group-name" className={styles.form} onSubmit={submit}>
        {state === 'failed' && <ErrorNotice title={t('conversations.renameFailed')} />}
        <TextField
          label={t('conversations.groupName')}
          hint={t('conversations.groupNameHint')}
          maxLength={NAME_MAX_UNITS}
          dir="auto"
          data-autofocus
          value={title}
          onChange={(event) => setTitle(event.target.value)}
        />
      </form>
    </Dialog>
  );
}
