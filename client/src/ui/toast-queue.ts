import { WatchedValue } from './watched.js';

export interface Toast {
  readonly id: number;
  readonly title: string;
  readonly detail?: string;
  readonly tone: 'neutral' | 'success' | 'danger';
  readonly action?: { readonly label: string; readonly onPress: () => void };
  /** How long it stays, in ms; undefined: until it is closed. Hovering and focusing stop the clock. */
  readonly durationMs: number | undefined;
}

export interface NewToast {
  readonly title: string;
  readonly detail?: string;
  readonly tone?: Toast['tone'];
  readonly action?: NonNullable<Toast['action']>;
  /** False for what must be read, such as a failure that somebody has to act on. */
  readonly leavesByItself?: boolean;
}

/** More would cover what people came to see; the oldest goes first. */
export const TOASTS_MAX_COUNT = 3;

/** Long enough to read two lines; the guideline asks for more where there is something to press. */
const STAY_MS = 5_000;
const STAY_WITH_ACTION_MS = 10_000;

/** The short messages now on the page. Made once by whoever composes the page. */
export class ToastQueue {
  readonly shown = new WatchedValue<readonly Toast[]>([]);
  #nextId = 1;

  /** Returns the id that `close` takes. */
  show(toast: NewToast): number {
    const { leavesByItself = true, tone = 'neutral', ...rest } = toast;
    const stayMs = rest.action === undefined ? STAY_MS : STAY_WITH_ACTION_MS;
    const id = this.#nextId;
    this.#nextId += 1;
    const next = [...this.shown.get(), { ...rest, tone, id, durationMs: leavesByItself ? stayMs : undefined }];
    this.shown.set(next.slice(-TOASTS_MAX_COUNT));
    return id;
  }

  /** Safe to repeat. */
  close(id: number): void {
    const current = this.shown.get();
    const rest = current.filter((toast) => toast.id !== id);
    if (rest.length !== current.length) this.shown.set(rest);
  }
}
