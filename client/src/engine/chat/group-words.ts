import type { GroupChange } from '#contracts';

/** What somebody did to a group, as a key of the words for it and what stands in them. */
export interface GroupWords {
  readonly key: 'chat.groupRenamed' | 'chat.groupAdded' | 'chat.groupRemoved' | 'chat.groupLeft';
  /** `what` is the new name, or whom it was done to. */
  readonly values: { readonly name: string; readonly what: string };
}

export function groupWordsOf(change: GroupChange, name: string, language: string): GroupWords {
  switch (change.kind) {
    case 'renamed':
      return { key: 'chat.groupRenamed', values: { name, what: change.title } };
    case 'added': {
      const names = change.people.map((one) => one.name);
      const what = new Intl.ListFormat(language, { type: 'conjunction' }).format(names);
      return { key: 'chat.groupAdded', values: { name, what } };
    }
    case 'removed':
      return { key: 'chat.groupRemoved', values: { name, what: change.person.name } };
    case 'left':
      return { key: 'chat.groupLeft', values: { name, what: '' } };
  }
}
