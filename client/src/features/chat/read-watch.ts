/** So much of a message has to be in sight for it to count as read. */
const SEEN_RATIO = 0.5;

/**
 * Tells which messages were really on screen: inside the visible part of their list, on a page that is in the foreground. A page
 * behind another tab reads nothing until it comes back.
 */
export class ReadWatch {
  readonly #observer: IntersectionObserver;
  readonly #onRead: (seq: number) => void;
  readonly #inSight = new Set<number>();

  constructor(list: Element, onRead: (seq: number) => void) {
    this.#onRead = onRead;
    this.#observer = new IntersectionObserver((entries) => this.#onEntries(entries), {
      root: list,
      threshold: [0, SEEN_RATIO, 1],
    });
    document.addEventListener('visibilitychange', this.#tell);
  }

  /** Watches these from now on, and no others. */
  watch(messages: Iterable<Element>): void {
    this.#observer.disconnect();
    this.#inSight.clear();
    for (const message of messages) this.#observer.observe(message);
  }

  close(): void {
    this.#observer.disconnect();
    document.removeEventListener('visibilitychange', this.#tell);
  }

  #onEntries(entries: readonly IntersectionObserverEntry[]): void {
    for (const entry of entries) {
      const seq = Number(entry.target.getAttribute('data-seq'));
      if (isSeen(entry)) this.#inSight.add(seq);
      else this.#inSight.delete(seq);
    }
    this.#tell();
  }

  readonly #tell = (): void => {
    if (document.visibilityState !== 'visible' || this.#inSight.size === 0) return;
    this.#onRead(Math.max(...this.#inSight));
  };
}

/** A message taller than the list can never be half in sight; then it has to fill half of the list. */
function isSeen({
  isIntersecting,
  intersectionRatio,
  intersectionRect,
  rootBounds,
}: IntersectionObserverEntry): boolean {
  if (!isIntersecting) return false;
  const fillsRatio = rootBounds === null || rootBounds.height === 0 ? 0 : intersectionRect.height / rootBounds.height;
  return intersectionRatio >= SEEN_RATIO || fillsRatio >= SEEN_RATIO;
}
