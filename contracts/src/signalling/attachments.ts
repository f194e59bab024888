import { z } from 'zod';
import { FileId } from '../ids.js';
import { unitsAtMost } from '../text.js';

/** Most files of one message. */
export const ATTACHMENTS_MAX_COUNT = 10;
/** Longest name of a file, in UTF-16 code units. */
export const FILE_NAME_MAX_UNITS = 200;
/** Largest file, in bytes, whatever an operator configures. */
export const FILE_MAX_BYTES = 2 * 1024 * 1024 * 1024;

/** What would turn the direction of a name, break its line or hide in it; letters that join emoji or Persian words stay. */
const UNFIT = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}]/gu;

/** One of two halves: without a path, without what cannot be shown, and not hidden by a dot. */
function fit(name: string): string {
  return name.normalize('NFC').replace(UNFIT, '\uFFFD').replaceAll(/[/\\]/g, '_').trim().replace(/^\./, '_');
}

/**
 * What a file is called. Only for people: nothing is stored under it. It comes back as NFC, with `_` for slashes and for a
 * dot at its beginning, and U+FFFD for characters that control, hide or turn the direction.
 */
export const FileName = z
  .string()
  .min(1)
  .max(FILE_NAME_MAX_UNITS)
  .check(unitsAtMost(FILE_NAME_MAX_UNITS))
  .overwrite(fit)
  .min(1)
  .max(FILE_NAME_MAX_UNITS)
  .check(unitsAtMost(FILE_NAME_MAX_UNITS));
export type FileName = z.output<typeof FileName>;

/** A file as a message carries it. Its bytes are fetched over REST. */
export const Attachment = z.strictObject({
  fileId: FileId,
  name: FileName,
  sizeBytes: z.int().positive().max(FILE_MAX_BYTES),
  /** By the bytes, whatever its sender called it; `application/octet-stream` for what is not known. */
  mediaType: z.string().max(100),
  /** Of a picture, which has a preview: its size, for a place on the page before it is there. */
  picture: z.strictObject({ widthPx: z.int().positive(), heightPx: z.int().positive() }).exactOptional(),
});
export type Attachment = z.output<typeof Attachment>;
