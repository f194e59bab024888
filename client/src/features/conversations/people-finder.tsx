import { Check, Search, UserRoundX, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { NAME_MAX_UNITS, type IdentityId, type KnownPerson } from '#contracts';
import type { MessengerView } from '../../engine/messenger/model.js';
import { Avatar } from '../../ui/avatar.js';
import { EmptyState } from '../../ui/empty-state.js';
import { ErrorNotice } from '../../ui/error-notice.js';
import { Spinner } from '../../ui/spinner.js';
import { TextField } from '../../ui/text-field.js';
import styles from './people.module.css';

/** A search at each letter would be wasted, in ms. */
const REST_MS = 200;
const NOBODY: ReadonlySet<IdentityId> = new Set();

/** The choice after a press on somebody: without them when they were in it. */
export function toggled(chosen: readonly KnownPerson[], person: KnownPerson, maxCount: number): readonly KnownPerson[] {
  const rest = chosen.filter(({ identityId }) => identityId !== person.identityId);
  return rest.length < chosen.length ? rest : [...chosen, person].slice(0, maxCount);
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
  /** Who is there already and cannot be chosen. */
  readonly withoutIds?: ReadonlySet<IdentityId>;
}

/** Looks for people one has met, and chooses among them. */
export function PeopleFinder({ messenger, chosen, onToggle, withoutIds = NOBODY }: FinderProps) {
  const { t } = useTranslation();
  const [search, setSearch] = useState('');
  const found = usePeople(messenger, search);
  const people = Array.isArray(found)
    ? found.filter(({ identityId }: KnownPerson) => !withoutIds.has(identityId))
    : found;
  return (
    <>
      <Chosen people={chosen} onRemove={onToggle} />
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
