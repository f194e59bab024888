import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { ConversationTitle, GROUP_MAX_COUNT, NAME_MAX_UNITS, type ConversationId, type KnownPerson } from '#contracts';
import type { MessengerView } from '../../engine/messenger/model.js';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { ErrorNotice } from '../../ui/error-notice.js';
import { TextField } from '../../ui/text-field.js';
import { PeopleFinder, toggled } from './people-finder.js';
import styles from './people.module.css';

interface Props {
  readonly messenger: Pick<MessengerView, 'find' | 'startDirect' | 'startGroup'>;
  readonly onClose: () => void;
  readonly onStarted: (conversationId: ConversationId) => void;
}

/** Chooses whom to write to: one person, or several and a name for the group. */
export function NewConversation({ messenger, onClose, onStarted }: Props) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<readonly KnownPerson[]>([]);
  const [title, setTitle] = useState('');
  const { state, start } = useStart(messenger, onStarted);
  const isGroup = chosen.length > 1;
  const canStart = chosen.length === 1 || (isGroup && ConversationTitle.safeParse(title).success);
  const toggle = (person: KnownPerson) => setChosen((before) => toggled(before, person, GROUP_MAX_COUNT - 1));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (canStart) start(chosen, title);
  };
  return (
    <Dialog
      open
      onOpenChange={(isOpening) => (isOpening ? undefined : onClose())}
      title={t('conversations.newTitle')}
      description={t('conversations.newBody')}
      size="small"
    >
      <form className={styles.form} onSubmit={submit}>
        {state === 'failed' && <ErrorNotice title={t('conversations.startFailed')} />}
        {isGroup && (
          <TextField
            label={t('conversations.groupName')}
            hint={t('conversations.groupNameHint')}
            maxLength={NAME_MAX_UNITS}
            dir="auto"
            value={title}
            onChange={(event) => setTitle(event.target.value)}
          />
        )}
        <PeopleFinder messenger={messenger} chosen={chosen} onToggle={toggle} />
        <Button type="submit" variant="primary" wide busy={state === 'busy'} aria-disabled={!canStart || undefined}>
          {t(isGroup ? 'conversations.startGroup' : 'conversations.start')}
        </Button>
      </form>
    </Dialog>
  );
}

type StartState = 'idle' | 'busy' | 'failed';

function useStart(messenger: Props['messenger'], onStarted: Props['onStarted']) {
  const [state, setState] = useState<StartState>('idle');
  // One wish, however often it is sent.
  const [key] = useState(() => crypto.randomUUID());
  const start = (people: readonly KnownPerson[], title: string): void => {
    const [first] = people;
    if (first === undefined || state === 'busy') return;
    setState('busy');
    const withIds = people.map(({ identityId }) => identityId);
    const starting =
      people.length === 1 ? messenger.startDirect(first.identityId) : messenger.startGroup({ key, title, withIds });
    starting.then(onStarted, () => setState('failed'));
  };
  return { state, start };
}
