import { useId, useState, type HTMLAttributes, type KeyboardEvent, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConversationView, MemberView } from '../../engine/chat/model.js';
import { useStore } from '../../engine/use-store.js';
import { Avatar } from '../../ui/avatar.js';
import { Badge } from '../../ui/badge.js';
import styles from './composer.module.css';

const SHOWN_MAX_COUNT = 6;
/** A name being typed: an `@` that begins a word, and what follows it up to the caret. */
const BEGUN = /(?:^|[\s(])@([^@\n]{0,32})$/u;

/** Who could be meant by what is being typed, and the keys that choose among them. */
export interface Suggesting {
  readonly id: string;
  readonly people: readonly MemberView[];
  readonly chosenAt: number;
  readonly pick: (member: MemberView) => void;
  /** Looks again at where the caret stands. */
  readonly look: () => void;
  /** True when the key was for the suggestions. */
  readonly takesKey: (event: KeyboardEvent) => boolean;
  readonly boxProps: HTMLAttributes<HTMLTextAreaElement>;
}

interface Options {
  readonly conversation: Pick<ConversationView, 'members'>;
  readonly box: RefObject<HTMLTextAreaElement | null>;
  readonly text: string;
  /** The text with a name filled in. */
  readonly onPick: (text: string) => void;
}

export function useSuggestions({ conversation, box, text, onPick }: Options): Suggesting {
  const id = useId();
  const members = useStore(conversation.members);
  const [caret, setCaret] = useState<number | undefined>();
  const [chosen, setChosen] = useState(0);
  const begun = caret === undefined ? undefined : BEGUN.exec(text.slice(0, caret))?.[1];
  const people = begun === undefined ? [] : matching(members, begun);
  const chosenAt = Math.min(chosen, people.length - 1);

  const look = () => {
    setCaret(box.current?.selectionStart);
    setChosen(0);
  };
  const pick = (member: MemberView) => {
    if (caret === undefined || begun === undefined) return;
    const before = `${text.slice(0, caret - begun.length)}${member.name} `;
    onPick(before + text.slice(caret).trimStart());
    setCaret(undefined);
    box.current?.focus();
    // After the box has the new text, or the caret would jump to its end.
    setTimeout(() => box.current?.setSelectionRange(before.length, before.length));
  };
  const takesKey = (event: KeyboardEvent): boolean => {
    const member = people[chosenAt];
    if (member === undefined || event.nativeEvent.isComposing) return false;
    if (event.key === 'ArrowDown') setChosen((chosenAt + 1) % people.length);
    else if (event.key === 'ArrowUp') setChosen((chosenAt + people.length - 1) % people.length);
    else if (event.key === 'Enter' || event.key === 'Tab') pick(member);
    else if (event.key === 'Escape') setCaret(undefined);
    else return false;
    event.preventDefault();
    return true;
  };
  const isOpen = people.length > 0;
  const boxProps = {
    'aria-autocomplete': 'list',
    'aria-controls': isOpen ? id : undefined,
    'aria-activedescendant': isOpen ? `${id}-${chosenAt}` : undefined,
    onBlur: () => setCaret(undefined),
    onSelect: () => setCaret(box.current?.selectionStart),
  } as const;
  return { id, people, chosenAt, pick, look, takesKey, boxProps };
}

function matching(members: readonly MemberView[], begun: string): readonly MemberView[] {
  const wanted = begun.toLocaleLowerCase();
  return members
    .filter(({ name, isSelf }) => !isSelf && name.toLocaleLowerCase().startsWith(wanted) && name !== begun.trimEnd())
    .slice(0, SHOWN_MAX_COUNT);
}

/** The people themselves, above the box. */
export function Suggestions({ suggesting: { id, people, chosenAt, pick } }: { readonly suggesting: Suggesting }) {
  const { t } = useTranslation();
  if (people.length === 0) return undefined;
  return (
    // No element of HTML is a list of suggestions whose focus stays in the box. Source: WAI-ARIA practices, combobox.
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
    <div id={id} className={styles.suggestions} role="listbox" aria-label={t('chat.suggestions')}>
      {people.map((member, at) => (
        <div
          key={member.identityId}
          id={`${id}-${at}`}
          className={styles.suggestion}
          // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
          role="option"
          tabIndex={-1}
          aria-selected={at === chosenAt}
          // Before the box loses the focus to it.
          onPointerDown={(event) => {
            event.preventDefault();
            pick(member);
          }}
        >
          <Avatar id={member.identityId} name={member.name} url={member.avatarUrl} size="small" />
          <bdi>{member.name}</bdi>
          {member.isMarkedGuest && <Badge>{t('account.guest')}</Badge>}
        </div>
      ))}
    </div>
  );
}
