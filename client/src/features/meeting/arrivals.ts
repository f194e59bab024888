import type { ParticipantId } from '#contracts';
import type { PersonView } from '../../engine/model.js';
import type { Readable } from '../../engine/store.js';

/** Who came and who went since the last news, by name. */
export interface News {
  readonly joined: readonly string[];
  readonly left: readonly string[];
}

/** How long news are gathered, so that ten people who come at once make one message. */
export const GATHER_MS = 1_200;

/**
 * Tells who comes and goes, from now on. Who comes and goes again within the gathering time is no news. Returns the
 * function that stops it.
 */
export function followArrivals(people: Readable<readonly PersonView[]>, tell: (news: News) => void): () => void {
  let known = othersIn(people.get());
  let timer: ReturnType<typeof setTimeout> | undefined;

  const report = () => {
    timer = undefined;
    const now = othersIn(people.get());
    const joined = [...now].flatMap(([id, name]) => (known.has(id) ? [] : [name]));
    const left = [...known].flatMap(([id, name]) => (now.has(id) ? [] : [name]));
    known = now;
    if (joined.length > 0 || left.length > 0) tell({ joined, left });
  };
  const stop = people.watch(() => {
    if (timer === undefined && !hasSameIds(known, othersIn(people.get()))) timer = setTimeout(report, GATHER_MS);
  });
  return () => {
    stop();
    clearTimeout(timer);
  };
}

function othersIn(people: readonly PersonView[]): Map<ParticipantId, string> {
  return new Map(people.filter(({ isSelf }) => !isSelf).map(({ participantId, name }) => [participantId, name]));
}

function hasSameIds(a: ReadonlyMap<ParticipantId, string>, b: ReadonlyMap<ParticipantId, string>): boolean {
  return a.size === b.size && [...a.keys()].every((id) => b.has(id));
}
