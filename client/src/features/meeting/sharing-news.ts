import type { PersonView } from '../../engine/model.js';
import type { Readable } from '../../engine/store.js';

export interface SharingNews {
  readonly person: PersonView;
  readonly isSharing: boolean;
}

/** Tells whenever somebody begins or stops sharing, from now on. Returns the function that stops it. */
export function followSharing(people: Readable<readonly PersonView[]>, tell: (news: SharingNews) => void): () => void {
  let known = sharersIn(people.get());
  return people.watch(() => {
    const now = sharersIn(people.get());
    for (const [id, person] of now) if (!known.has(id)) tell({ person, isSharing: true });
    for (const [id, person] of known) if (!now.has(id)) tell({ person, isSharing: false });
    known = now;
  });
}

function sharersIn(people: readonly PersonView[]): Map<string, PersonView> {
  return new Map(people.filter(({ isSharing }) => isSharing).map((person) => [person.participantId, person]));
}
