import { createContext, useContext } from 'react';
import type { ParticipantId } from '#contracts';

/** What can be looked into about somebody. */
export type Inspection = 'connection' | 'audibility';
/** About oneself when nobody is named. */
export type Inspect = (what: Inspection, participantId: ParticipantId | undefined) => void;

const InspectContext = createContext<Inspect>(() => undefined);
export const InspectScope = InspectContext.Provider;

/** Opens a panel about somebody, from wherever they are shown. */
export function useInspect(): Inspect {
  return useContext(InspectContext);
}
