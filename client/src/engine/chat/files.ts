import { ATTACHMENTS_MAX_COUNT, type Attachment, type ConversationId, type RoomId } from '#contracts';
import type { FilesApi } from '../files/files-api.js';
import type { FilePlace, FileTransfer } from '../files/model.js';
import { Store } from '../store.js';
import type { ConversationFiles, FileOnItsWay } from './model.js';

/** Pictures kept after they were shown, so that scrolling back fetches nothing. */
const PREVIEWS_MAX_COUNT = 60;

/** What a conversation needs to carry files. */
export interface FilesPort {
  readonly api: Pick<FilesApi, 'upload' | 'preview' | 'download'>;
  /** Of a conversation that lives in a meeting. */
  readonly roomId?: RoomId | undefined;
}

interface Kept extends FileOnItsWay {
  readonly transfer: FileTransfer;
}

/** The files of one conversation: what goes with the next message, and what came with others. */
export class Files implements ConversationFiles {
  readonly next = new Store<readonly Kept[]>([]);
  readonly isBusy = new Store(false);
  readonly #port: FilesPort;
  readonly #conversationId: () => ConversationId | undefined;
  readonly #previews = new Map<Attachment['fileId'], Promise<Blob>>();

  constructor(port: FilesPort, conversationId: () => ConversationId | undefined) {
    this.#port = port;
    this.#conversationId = conversationId;
  }

  add(files: readonly File[]): number {
    const place = this.#place();
    const roomCount = ATTACHMENTS_MAX_COUNT - this.next.get().length;
    // In an empty file there would be nothing to download.
    const taken = place === undefined ? [] : files.filter(({ size }) => size > 0).slice(0, Math.max(0, roomCount));
    for (const file of taken) this.#begin(file, place);
    return files.length - taken.length;
  }

  remove(key: string): void {
    this.next
      .get()
      .find((one) => one.key === key)
      ?.transfer.cancel();
    this.next.set(this.next.get().filter((one) => one.key !== key));
    this.#look();
  }

  /** What can go now. */
  get ready(): readonly Attachment[] {
    return this.next.get().flatMap(({ transfer }) => {
      const state = transfer.state.get();
      return state.kind === 'done' ? [state.attachment] : [];
    });
  }

  /** A message has taken what was ready; what failed stays to be seen. */
  taken(): void {
    this.next.set(this.next.get().filter(({ transfer }) => transfer.state.get().kind !== 'done'));
    this.#look();
  }

  preview(attachment: Attachment): Promise<Blob> {
    const known = this.#previews.get(attachment.fileId);
    if (known !== undefined) return known;
    const loading = this.#port.api.preview(this.#known(), attachment);
    this.#previews.set(attachment.fileId, loading);
    loading.catch(() => this.#previews.delete(attachment.fileId)); // The next look asks again.
    const [oldest] = this.#previews.keys();
    if (this.#previews.size > PREVIEWS_MAX_COUNT && oldest !== undefined) this.#previews.delete(oldest);
    return loading;
  }

  async download(attachment: Attachment): Promise<Blob> {
    return this.#port.api.download(this.#known(), attachment);
  }

  #begin(file: File, place: FilePlace | undefined): void {
    if (place === undefined) return;
    const transfer = this.#port.api.upload(place, file);
    this.next.set([...this.next.get(), { key: crypto.randomUUID(), transfer }]);
    transfer.state.watch(() => this.#look());
    this.#look();
  }

  #look(): void {
    this.isBusy.set(this.next.get().some(({ transfer }) => ['sending', 'waiting'].includes(transfer.state.get().kind)));
  }

  #place(): FilePlace | undefined {
    const conversationId = this.#conversationId();
    return conversationId === undefined ? undefined : { conversationId, roomId: this.#port.roomId };
  }

  #known(): FilePlace {
    const place = this.#place();
    if (place === undefined) throw new Error('Files belong to a conversation that was opened.');
    return place;
  }
}
