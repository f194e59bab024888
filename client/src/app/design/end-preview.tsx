import { EndScreen, FINAL_ENDS, UNDOABLE_ENDS } from '../../features/end/end-screen.js';
import { NotFoundPage } from '../message-pages.js';

/** Each end screen on a page of its own, to look at. */
export function EndPreview({ kind, onHome }: { readonly kind: string; readonly onHome: () => void }) {
  const undoable = UNDOABLE_ENDS.find((known) => known === kind);
  if (undoable !== undefined) return <EndScreen kind={undoable} onAgain={onHome} onHome={onHome} />;
  const final = FINAL_ENDS.find((known) => known === kind);
  if (final !== undefined) return <EndScreen kind={final} onHome={onHome} />;
  return <NotFoundPage onHome={onHome} />;
}
