import { Unreachable } from '../failure.js';

/** One piece of a file on its way. */
export interface Piece {
  readonly url: string;
  readonly token: string;
  readonly bytes: Blob;
  /** How much of it has left so far. */
  readonly onSent: (sentBytes: number) => void;
  readonly signal: AbortSignal;
}

export interface PieceAnswer {
  readonly status: number;
  /** Undefined when it was no JSON. */
  readonly body: unknown;
}

/** Sends bytes and says how far they have come. @throws {Unreachable} when nobody answers. */
export type PieceLine = (piece: Piece) => Promise<PieceAnswer>;

/** A piece of a megabyte over a bad line takes its time; one that does not move at all is given up after this, in ms. */
const SILENCE_MAX_MS = 30_000;

/** The browser's way: `fetch` does not tell of bytes that have left, its elder does. */
export const browserPieceLine: PieceLine = ({ url, token, bytes, onSent, signal }) =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const abort = (): void => request.abort();
    const stillGoing = (): void => {
      clearTimeout(timer);
      timer = setTimeout(abort, SILENCE_MAX_MS);
    };
    const end = (settle: () => void): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
      settle();
    };
    request.upload.addEventListener('progress', ({ loaded }) => {
      stillGoing();
      onSent(loaded);
    });
    request.addEventListener('load', () =>
      end(() => resolve({ status: request.status, body: jsonOf(request.responseText) })),
    );
    const unreachable = (): void => end(() => reject(new Unreachable('No server answered.')));
    request.addEventListener('error', unreachable);
    request.addEventListener('abort', unreachable);
    request.open('PATCH', url);
    request.setRequestHeader('authorization', `Bearer ${token}`);
    request.setRequestHeader('content-type', 'application/octet-stream');
    signal.addEventListener('abort', abort);
    stillGoing();
    if (signal.aborted) return unreachable();
    request.send(bytes);
  });

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined; // A proxy's page, or nothing.
  }
}
