import { API_PREFIX, FileLimits, FileUpload, type Attachment } from '#contracts';
import type { Clock } from '#kernel';
import { z } from 'zod';
import { answerOf, type Http, type HttpCall } from '../http.js';
import type { KeyValues } from '../storage.js';
import type { FilePlace, FileTransfer } from './model.js';
import type { PieceLine } from './piece-line.js';
import { Upload, type UploadLine } from './upload.js';
import { UploadKeys } from './upload-keys.js';

interface Parts {
  /** Sends as whoever this is. */
  readonly known: <S extends z.ZodType>(call: Omit<HttpCall<S>, 'token'>) => Promise<z.output<S>>;
  /** The same for whatever is sent with a token. */
  readonly proven: <T>(send: (token: string) => Promise<T>) => Promise<T>;
  readonly http: Pick<Http, 'bytes'>;
  readonly baseUrl: string;
  readonly pieces: PieceLine;
  readonly storage: KeyValues;
  readonly clock: Clock;
}

/** Files in conversations. Every method throws `Unreachable` when nobody answers, and a Refusal when the answer is no. */
export class FilesApi {
  readonly #parts: Parts;
  readonly #keys: UploadKeys;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#keys = new UploadKeys(parts.storage);
  }

  /** How large files may be. */
  limits(): Promise<FileLimits> {
    return this.#parts.known({ method: 'GET', path: '/file-limits', answer: FileLimits });
  }

  /** Begins to send a file; how it goes is in its `state`. The same file, chosen again after a reload, goes on. */
  upload(place: FilePlace, file: File): FileTransfer {
    const print = `${place.conversationId}/${file.size}/${file.lastModified}/${file.name}`.slice(0, 1_024);
    const line = this.#line(place, { key: this.#keys.of(print), name: file.name, sizeBytes: file.size });
    return new Upload({ file, line, clock: this.#parts.clock, onOver: () => this.#keys.forget(print) });
  }

  /** A picture, made small, fit for an object URL. */
  preview(place: FilePlace, { fileId }: Pick<Attachment, 'fileId'>): Promise<Blob> {
    return this.#bytes(pathOf(place, `/${fileId}/preview`));
  }

  /** The whole file. To be handed to the person under its name, never opened as a page. */
  download(place: FilePlace, { fileId }: Pick<Attachment, 'fileId'>): Promise<Blob> {
    return this.#bytes(pathOf(place, `/${fileId}`));
  }

  #bytes(path: string): Promise<Blob> {
    return this.#parts.proven((token) => this.#parts.http.bytes({ method: 'GET', path, token }));
  }

  #line(
    place: FilePlace,
    wish: { readonly key: string; readonly name: string; readonly sizeBytes: number },
  ): UploadLine {
    const { known, proven, pieces, baseUrl } = this.#parts;
    return {
      begin: () => known({ method: 'POST', path: pathOf(place, ''), body: wish, answer: FileUpload }),
      append: ({ fileId, offsetBytes }, bytes, sending) => {
        const path = pathOf(place, `/${fileId}`, { offsetBytes: String(offsetBytes) });
        return proven(async (token) => {
          const { status, body } = await pieces({ url: `${baseUrl}${API_PREFIX}${path}`, token, bytes, ...sending });
          return answerOf(status, body, FileUpload);
        });
      },
      abandon: async ({ fileId }) => {
        await known({ method: 'DELETE', path: pathOf(place, `/${fileId}`), answer: z.unknown() });
      },
    };
  }
}

/** With the room for a balancer to find the server that runs its meeting. */
function pathOf(
  { conversationId, roomId }: FilePlace,
  rest: string,
  query: Readonly<Record<string, string>> = {},
): string {
  const params = new URLSearchParams({ ...query, ...(roomId === undefined ? {} : { room: roomId }) }).toString();
  return `/conversations/${conversationId}/files${rest}${params === '' ? '' : `?${params}`}`;
}
