import type { Request } from 'express';
import { FILE_PIECE_MAX_BYTES, Refusal } from '#contracts';

/** No honest line needs longer for a megabyte; a slower one would hold a connection for ever. */
const PIECE_MAX_MS = 120_000;

/**
 * The body of a request, whole.
 *
 * @throws {Refusal} `invalid-input` when it is larger than a piece may be, of another kind, or breaks off.
 */
export async function pieceOf(request: Request): Promise<Uint8Array> {
  if (!request.is('application/octet-stream')) {
    throw new Refusal('invalid-input', 'The body must be bytes, as application/octet-stream.');
  }
  const signal = AbortSignal.timeout(PIECE_MAX_MS);
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      sizeBytes += chunk.length;
      if (sizeBytes > FILE_PIECE_MAX_BYTES || signal.aborted) break;
      chunks.push(chunk);
    }
  } catch {
    throw new Refusal('invalid-input', 'The piece broke off.');
  }
  if (sizeBytes > FILE_PIECE_MAX_BYTES) throw new Refusal('invalid-input', 'A piece has at most 1 MiB.');
  if (signal.aborted) throw new Refusal('timeout', 'The piece took too long.');
  return Buffer.concat(chunks);
}
