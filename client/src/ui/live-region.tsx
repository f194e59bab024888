import { useSyncExternalStore } from 'react';
import type { Announcement, Announcer } from './announcer.js';
import { VisuallyHidden } from './visually-hidden.js';
import type { Watched } from './watched.js';

/** Where the announcer's words are put for screen readers. Once per page, and there from the start. */
export function LiveRegion({ announcer }: { readonly announcer: Announcer }) {
  return (
    <VisuallyHidden>
      <output aria-live="polite" aria-atomic="true">
        <Said words={announcer.polite} />
      </output>
      <span role="alert" aria-live="assertive" aria-atomic="true">
        <Said words={announcer.assertive} />
      </span>
    </VisuallyHidden>
  );
}

function Said({ words }: { readonly words: Watched<Announcement | undefined> }) {
  const announcement = useSyncExternalStore(words.watch, words.get);
  return announcement === undefined ? undefined : <span key={announcement.number}>{announcement.text}</span>;
}
