import { useEffect, useRef, type RefObject } from 'react';
import type { ParticipantId } from '#contracts';
import type { CallView, PersonView } from '../../../engine/model.js';
import { useStore } from '../../../engine/use-store.js';

/** Whom a panel is about: the one asked for while they are here, else oneself. */
export function useShown(
  call: Pick<CallView, 'people'>,
  participantId: ParticipantId | undefined,
): { readonly people: readonly PersonView[]; readonly person: PersonView | undefined } {
  const people = useStore(call.people);
  const asked = people.find((person) => person.participantId === participantId);
  return { people, person: asked ?? people.find(({ isSelf }) => isSelf) };
}

/** What was opened from elsewhere on the page takes the focus, so that a keyboard is where the eye is. */
export function useFocusOnOpening(): RefObject<HTMLDivElement | null> {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => ref.current?.querySelector('select')?.focus(), []);
  return ref;
}
