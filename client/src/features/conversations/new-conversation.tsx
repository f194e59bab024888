import { Check, Search, UserRoundX, X } from 'lucide-react';
import { useEffect, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { ConversationTitle, GROUP_MAX_COUNT, NAME_MAX_UNITS, type ConversationId, type KnownPerson } from '#contracts';
import type { MessengerView } from '../../engine/messenger/model.js';
import { Avatar } from '../../ui/avatar.js';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { EmptyState } from '../../ui/empty-state.js';
import { ErrorNotice } from '../../ui/error-notice.js';
import { Spinner } from '../../ui/spinner.js';
import { TextField } from '../../ui/text-field.js';
import styles from './people.module.css';

/** A search at each letter would be wasted, in ms. */
const REST_MS = 200;

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
  const toggle = (person: KnownPerson) =>
    setChosen((before) => {
      const rest = before.filter(({ identityId }) => identityId !== person.identityId);
      return rest.length < before.length ? rest : [...before, person].slice(0, GROUP_MAX_COUNT - 1);
    });
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
        <Chosen people={chosen} onRemove={toggle} />
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
        <Finder messenger={messenger} chosen={chosen} onToggle={toggle} />
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

interface ChosenProps {
  readonly people: readonly KnownPerson[];
  readonly onRemove: (person: KnownPerson) => void;
}

function Chosen({ people, onRemove }: ChosenProps) {
  const { t } = useTranslation();
  if (people.length === 0) return undefined;
  return (
    <ul className={styles.chosen} aria-label={t('conversations.chosen')}>
      {people.map((person) => (
        <li key={person.identityId}>
          <button
            type="button"
            className={styles.chip}
            aria-label={t('conversations.remove', { name: person.name })}
            onClick={() => onRemove(person)}
          >
            <bdi>{person.name}</bdi>
            <X aria-hidden="true" />
          </button>
        </li>
      ))}
    </ul>
  );
}

interface FinderProps {
  readonly messenger: Pick<MessengerView, 'find'>;
  readonly chosen: readonly KnownPerson[];
  readonly onToggle: (person: KnownPerson) => void;
}

function Finder({ messenger, chosen, onToggle }: FinderProps) {
  const { t } = useTranslation();
  const [search, setSearch] = useState('');
  const people = usePeople(messenger, search);
  return (
    <>
      <TextField
        label={t('conversations.find')}
        placeholder={t('conversations.findPlaceholder')}
        type="search"
        prefix={<Search aria-hidden="true" />}
        maxLength={NAME_MAX_UNITS}
        dir="auto"
        data-autofocus
        value={search}
        onChange={(event) => setSearch(event.target.value)}
      />
      {people === undefined && <Spinner label={t('app.loading')} />}
      {people === 'failed' && <ErrorNotice title={t('conversations.peopleFailed')} />}
      {Array.isArray(people) && people.length === 0 && (
        <EmptyState icon={<UserRoundX />} title={t('conversations.peopleNone')}>
          {t('conversations.peopleNoneBody')}
        </EmptyState>
      )}
      {Array.isArray(people) && people.length > 0 && (
        <ul className={styles.people} aria-label={t('conversations.people')}>
          {people.map((person: KnownPerson) => {
            const isChosen = chosen.some(({ identityId }) => identityId === person.identityId);
            return (
              <li key={person.identityId}>
                <button
                  type="button"
                  className={styles.person}
                  aria-pressed={isChosen}
                  onClick={() => onToggle(person)}
                >
                  <Avatar id={person.identityId} name={person.name} size="small" />
                  <span className={styles.name}>
                    <bdi>{person.name}</bdi>
                  </span>
                  {isChosen && <Check aria-hidden="true" />}
                </button>
              </li>
            );
          })}
        </ul>
      )}
    </>
  );
}

/** Undefined while they are looked for the first time. */
function usePeople(messenger: FinderProps['messenger'], search: string): readonly KnownPerson[] | 'failed' | undefined {
  const [found, setFound] = useState<readonly KnownPerson[] | 'failed'>();
  useEffect(() => {
    let isWanted = true;
    const timer = setTimeout(() => {
      messenger.find(search).then(
        (people) => isWanted && setFound(people),
        () => isWanted && setFound('failed'),
      );
    }, REST_MS);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [messenger, search]);
  return found;
}
