import type { Notice } from './notices.js';

/** Of client/public. Its folder is what it is of: the whole site. */
const WORKER_PATH = '/notices.js';

type Shown = Pick<Notification, 'close'>;

/** The part of the browser's service workers that is used here. */
export interface WorkerPort {
  register(path: string): Promise<unknown>;
  /** Resolves once the worker that was registered is at work. */
  readonly ready: Promise<{
    showNotification(title: string, options: NotificationOptions): Promise<void>;
    getNotifications(filter: { readonly tag: string }): Promise<readonly Shown[]>;
  }>;
  addEventListener(name: 'message', listener: (event: { readonly data: unknown }) => void): void;
}

interface Parts {
  /** Undefined where there are none. */
  readonly port: WorkerPort | undefined;
  /** For a press on a notice that another page has shown, which is gone. */
  readonly open: (href: string) => void;
}

/** Shows notices by a service worker, where the browser shows them in no other way. It is registered at the first one. */
export class WorkerNotices {
  readonly #parts: Parts;
  readonly #presses = new Map<string, () => void>();
  #isRegistered = false;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Returns what takes it away. */
  post(notice: Notice): () => void {
    const { port } = this.#parts;
    if (port === undefined) return () => undefined;
    const wanted = new AbortController();
    this.#presses.set(notice.tag, notice.onPress);
    void this.#show(port, notice, wanted.signal);
    return () => {
      if (wanted.signal.aborted) return;
      wanted.abort();
      if (this.#presses.get(notice.tag) === notice.onPress) this.#presses.delete(notice.tag);
      void this.#takeAway(port, notice.tag);
    };
  }

  /** Never rejects: where no worker may run there are no notices. */
  async #show(port: WorkerPort, { title, body, tag, isUrgent, href }: Notice, wanted: AbortSignal): Promise<void> {
    try {
      this.#listen(port);
      await port.register(WORKER_PATH);
      const worker = await port.ready;
      if (wanted.aborted) return;
      const about = { body, tag, icon: '/favicon.svg', requireInteraction: isUrgent, data: { href } };
      await worker.showNotification(title, about);
      if (wanted.aborted) await this.#takeAway(port, tag);
    } catch {
      this.#presses.delete(tag);
    }
  }

  /** Never rejects: what cannot be taken away goes with the press of the person. */
  async #takeAway(port: WorkerPort, tag: string): Promise<void> {
    try {
      for (const shown of await (await port.ready).getNotifications({ tag })) shown.close();
    } catch {
      return;
    }
  }

  #listen(port: WorkerPort): void {
    if (this.#isRegistered) return;
    this.#isRegistered = true;
    port.addEventListener('message', ({ data }) => {
      const pressed = pressedIn(data);
      if (pressed === undefined) return;
      const press = this.#presses.get(pressed.tag);
      this.#presses.delete(pressed.tag);
      if (press !== undefined) press();
      else if (pressed.href !== undefined) this.#parts.open(pressed.href);
    });
  }
}

/** Within this site only: whatever else comes from a worker is none of ours. */
function pressedIn(data: unknown): { readonly tag: string; readonly href: string | undefined } | undefined {
  if (typeof data !== 'object' || data === null || !('pressedNotice' in data)) return undefined;
  const { tag, href } = (data.pressedNotice ?? {}) as { readonly tag?: unknown; readonly href?: unknown };
  if (typeof tag !== 'string') return undefined;
  return { tag, href: typeof href === 'string' && /^\/(?!\/)/.test(href) ? href : undefined };
}
