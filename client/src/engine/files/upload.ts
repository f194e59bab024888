import { FILE_PIECE_MAX_BYTES, Refusal, REFUSALS, type FileUpload } from '#contracts';
import { backoffMs, type BackoffOptions, type Clock } from '#kernel';
import { failureOf, Unreachable } from '../failure.js';
import { Store } from '../store.js';
import type { FileTransfer, TransferState } from './model.js';

const RETRY: BackoffOptions = { firstMs: 500, maxMs: 10_000, jitterRatio: 0.5 };
/** A server that keeps saying that it is somewhere else is not going to agree. */
const STRAYS_MAX_COUNT = 5;

/** What an upload asks of the server. */
export interface UploadLine {
  /** Begins, or finds how far it has come. */
  begin(): Promise<FileUpload>;
  append(upload: FileUpload, bytes: Blob, sending: Sending): Promise<FileUpload>;
  abandon(upload: FileUpload): Promise<void>;
}

export interface Sending {
  readonly onSent: (sentBytes: number) => void;
  readonly signal: AbortSignal;
}

interface Parts {
  readonly file: Blob & { readonly name: string };
  readonly line: UploadLine;
  readonly clock: Clock;
  readonly random?: () => number;
  /** It is over, one way or another: it will not be gone on with after a reload. */
  readonly onOver: () => void;
}

/**
 * Sends a file piece by piece. What a lost connection interrupts goes on from where the server has it; only a refusal or a
 * word of the person ends it.
 */
export class Upload implements FileTransfer {
  readonly state = new Store<TransferState>({ kind: 'sending', sentRatio: 0 });
  readonly #parts: Parts;
  #upload: FileUpload | undefined;
  #abort = new AbortController();
  #cancelRest: () => void = () => undefined;
  #strayCount = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
    void this.#run(this.#abort.signal);
  }

  get name(): string {
    return this.#parts.file.name;
  }

  get sizeBytes(): number {
    return this.#parts.file.size;
  }

  retry(): void {
    if (this.state.get().kind !== 'failed') return;
    this.#strayCount = 0;
    this.#abort = new AbortController();
    this.#sent(0);
    void this.#run(this.#abort.signal);
  }

  cancel(): void {
    if (this.state.get().kind === 'cancelled') return;
    this.#abort.abort();
    this.#cancelRest();
    this.state.set({ kind: 'cancelled' });
    this.#parts.onOver();
    if (this.#upload === undefined) return;
    this.#parts.line.abandon(this.#upload).catch(() => undefined); // What is not sent expires by itself.
  }

  /** Never rejects: outcomes are in `state`. */
  async #run(signal: AbortSignal, failedCount = 0): Promise<void> {
    try {
      this.#upload = await this.#parts.line.begin();
      while (!signal.aborted && this.#upload.attachment === undefined) {
        this.#upload = await this.#append(this.#upload, signal);
        failedCount = 0;
        this.#strayCount = 0;
      }
      if (signal.aborted) return;
      this.#parts.onOver();
      if (this.#upload.attachment !== undefined) this.state.set({ kind: 'done', attachment: this.#upload.attachment });
    } catch (thrown) {
      if (!signal.aborted) this.#failed(thrown, signal, failedCount);
    }
  }

  #append(upload: FileUpload, signal: AbortSignal): Promise<FileUpload> {
    const { offsetBytes } = upload;
    const bytes = this.#parts.file.slice(offsetBytes, offsetBytes + FILE_PIECE_MAX_BYTES);
    this.#sent(offsetBytes);
    const onSent = (sentBytes: number): void => {
      if (!signal.aborted) this.#sent(offsetBytes + sentBytes);
    };
    return this.#parts.line.append(upload, bytes, { onSent, signal });
  }

  #sent(sentBytes: number): void {
    this.state.set({ kind: 'sending', sentRatio: Math.min(1, sentBytes / this.sizeBytes) });
  }

  #failed(thrown: unknown, signal: AbortSignal, failedCount: number): void {
    if (isStray(thrown) && this.#strayCount < STRAYS_MAX_COUNT) {
      this.#strayCount += 1;
      void this.#run(signal, failedCount);
      return;
    }
    if (!isPassing(thrown)) {
      this.#parts.onOver();
      return this.state.set({ kind: 'failed', why: failureOf(thrown) });
    }
    const { state } = this;
    const before = state.get();
    state.set({ kind: 'waiting', sentRatio: 'sentRatio' in before ? before.sentRatio : 0 });
    const delayMs = backoffMs(RETRY, failedCount, this.#parts.random);
    this.#cancelRest = this.#parts.clock.after(delayMs, () => void this.#run(signal, failedCount + 1));
  }
}

/** The answer to the piece before was lost: asking where the server is brings both together. */
function isStray(thrown: unknown): boolean {
  return thrown instanceof Refusal && thrown.code === 'conflict';
}

function isPassing(thrown: unknown): boolean {
  if (thrown instanceof Unreachable) return true;
  return thrown instanceof Refusal && REFUSALS[thrown.code].again;
}
