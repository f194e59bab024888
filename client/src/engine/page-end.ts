/** Told when the page goes for good: closed, loaded anew, or left for another. */
export interface PageEnd {
  /** Returns what stops the listening. */
  listen(ending: () => void): () => void;
}

/** A page that the browser keeps to show again (`persisted`) is not gone; its line ends by itself if it stays away. */
export const browserPageEnd: PageEnd = {
  listen(ending) {
    const hidden = ({ persisted }: PageTransitionEvent): void => {
      if (!persisted) ending();
    };
    globalThis.addEventListener('pagehide', hidden);
    return () => globalThis.removeEventListener('pagehide', hidden);
  },
};
