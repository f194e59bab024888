import type { Attachment } from '#contracts';
import type { FilesPort } from '../chat/files.js';
import type { FilePlace, FileTransfer, TransferState } from '../files/model.js';
import { Store } from '../store.js';

/** A file on its way whose state is the test's to set. */
export class FakeTransfer implements FileTransfer {
  readonly state = new Store<TransferState>({ kind: 'sending', sentRatio: 0 });
  readonly name: string;
  readonly sizeBytes: number;

  constructor({ name, size }: Pick<File, 'name' | 'size'>) {
    this.name = name;
    this.sizeBytes = size;
  }

  retry(): void {
    this.state.set({ kind: 'sending', sentRatio: 0 });
  }

  cancel(): void {
    this.state.set({ kind: 'cancelled' });
  }
}

/** A server for files that keeps none. */
export class FakeFiles {
  readonly begun: { readonly place: FilePlace; readonly transfer: FakeTransfer }[] = [];
  readonly fetched: string[] = [];

  readonly api: FilesPort['api'] = {
    upload: (place, file) => {
      const transfer = new FakeTransfer(file);
      this.begun.push({ place, transfer });
      return transfer;
    },
    preview: (_place, attachment) => this.#fetch('preview', attachment),
    download: (_place, attachment) => this.#fetch('download', attachment),
  };

  #fetch(what: string, { fileId }: Pick<Attachment, 'fileId'>): Promise<Blob> {
    this.fetched.push(`${what} ${fileId}`);
    return Promise.resolve(new Blob(['bytes']));
  }
}
