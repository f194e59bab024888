import { render } from '@testing-library/react';
import type { ReactElement } from 'react';
import { inLanguage } from './in-language.js';
import { Announcer } from '../ui/announcer.js';
import { ToastQueue } from '../ui/toast-queue.js';
import { UiRoot, type Voice } from '../ui/ui-root.js';

/** Looks once, as browsers do, and never again: nothing changes its size here. */
class FirstSizes implements ResizeObserver {
  readonly #callback: ResizeObserverCallback;

  constructor(callback: ResizeObserverCallback) {
    this.#callback = callback;
  }

  observe(): void {
    queueMicrotask(() => this.#callback([], this));
  }

  unobserve(): void {}
  disconnect(): void {}
}

/** Nothing has a place either: everything is as visible as it says it is. */
class NoSights {
  observe(): void {}
  disconnect(): void {}
}

/** For tests: draws a part with everything above it that parts may need. */
export async function renderPart(element: ReactElement): Promise<Voice> {
  globalThis.ResizeObserver ??= FirstSizes;
  globalThis.IntersectionObserver ??= NoSights as unknown as typeof IntersectionObserver;
  // Toasts ask for it when they are pressed, since they can be swiped away.
  if (!('hasPointerCapture' in Element.prototype)) Object.assign(Element.prototype, { hasPointerCapture: () => false });
  const voice: Voice = { toasts: new ToastQueue(), announcer: new Announcer() };
  render(await inLanguage(<UiRoot voice={voice}>{element}</UiRoot>));
  return voice;
}
