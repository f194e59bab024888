/** So much of a message has to be in sight for it to count as read. */
const SEEN_RATIO = 0.5;

/**
 * Tells which messages were really on screen: inside the visible part of their list, on a page that is in the foreground. A page
 * behind another tab reads nothing until it comes back.
 */
export class ReadWatch {
  readonly #observer: IntersectionObserver;
  readonly #onRead: (seq: number) => void;
  readonly #watched = new Set<Element>();
  readonly #inSight = new Map<Element, number>();

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
    const wanted = new Set(messages);
    for (const message of this.#watched) if (!wanted.has(message)) this.#forget(message);
    for (const message of wanted) if (!this.#watched.has(message)) this.#observer.observe(message);
    for (const message of wanted) this.#watched.add(message);
  }

  close(): void {
    this.#observer.disconnect();
    document.removeEventListener('visibilitychange', this.#tell);
  }

  #forget(message: Element): void {
    this.#observer.unobserve(message);
    this.#watched.delete(message);
    this.#inSight.delete(message);
  }

  #onEntries(entries: readonly IntersectionObserverEntry[]): void {
    for (const entry of entries) {
      if (isSeen(entry)) this.#inSight.set(entry.target, Number(entry.target.getAttribute('data-seq')));
      else this.#inSight.delete(entry.target);
    }
    this.#tell();
  }

  readonly #tell = (): void => {
    if (document.visibilityState !== 'visible' || this.#inSight.size === 0) return;
    this.#onRead(Math.max(...this.#inSight.values()));
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
