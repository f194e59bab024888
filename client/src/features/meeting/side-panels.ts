import type { ReactNode } from 'react';
import type { Readable } from '../../engine/store.js';

/**
 * A column beside the stage with its button in the toolbar, brought by whoever composes the page: features do not know each
 * other. One is open at a time.
 */
export interface SidePanel {
  readonly key: string;
  /** Names the button. */
  readonly label: string;
  readonly icon: ReactNode;
  /** What waits to be seen there; 0 for nothing. */
  readonly badgeCount: Readable<number>;
  /** The same in words, for screen readers. */
  readonly describeCount: (count: number) => string;
  /** Draws the panel, a `Panel` of ui/. `onClose` also brings the focus back to the button. */
  readonly render: (onClose: () => void) => ReactNode;
}
