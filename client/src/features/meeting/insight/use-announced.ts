import { useEffect, useRef } from 'react';
import { useVoice } from '../../../ui/ui-root.js';

/** Says these words now, and whenever they are others. */
export function useAnnounced(words: string): void {
  const { announce } = useVoice();
  const say = useRef(announce);
  useEffect(() => {
    say.current = announce;
  });
  useEffect(() => say.current(words), [words]);
}
