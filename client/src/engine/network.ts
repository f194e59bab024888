/** Told when the browser's way to the network may have changed: back online, or another interface. */
export interface Network {
  /** Returns what stops the listening. */
  listen(changed: () => void): () => void;
}

/** The part of the Network Information API that is used; most browsers lack it. */
interface ConnectionInfo extends EventTarget {
  readonly type?: string;
}

/** The browser's own events. Coming online says enough; going offline needs no haste, since nothing can be done then. */
export const browserNetwork: Network = {
  listen(changed) {
    const connection = (navigator as { readonly connection?: ConnectionInfo }).connection;
    let type = connection?.type;
    // The event also fires for new estimates of speed, which move no path. Only another interface counts.
    const typeChanged = (): void => {
      if (connection?.type === type) return;
      type = connection?.type;
      changed();
    };
    globalThis.addEventListener('online', changed);
    connection?.addEventListener('change', typeChanged);
    return () => {
      globalThis.removeEventListener('online', changed);
      connection?.removeEventListener('change', typeChanged);
    };
  },
};
