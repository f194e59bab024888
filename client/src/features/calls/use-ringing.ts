import { useEffect } from 'react';
import { ring } from '../../engine/phone/ring-tone.js';

/** Rings for as long as the component wants it. */
export function useRinging(kind: 'incoming' | 'outgoing' | undefined): void {
  useEffect(() => (kind === undefined ? undefined : ring(kind)), [kind]);
}
