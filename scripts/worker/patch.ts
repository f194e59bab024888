/** One correction of the worker's source, made on the copy that is compiled and never in node_modules. */
export interface Patch {
  /** Path below the worker's source folder. */
  readonly file: string;
  /** Text that must stand in the file exactly once. */
  readonly expected: string;
  readonly replacement: string;
  readonly reason: string;
}

/**
 * Applies one patch to the text of its file.
 * @throws Error when the expected text is not there exactly once: then the source is not the one the patch was
 *   written for, and compiling it unmended would hide a known fault.
 */
export function applyPatch(text: string, patch: Patch): string {
  const pieces = text.split(patch.expected);
  if (pieces.length !== 2) {
    throw new Error(
      `The patch of ${patch.file} expects "${patch.expected}" once and found it ${pieces.length - 1} times. ` +
        `It was made because: ${patch.reason} Check scripts/worker/patches against this version of mediasoup.`,
    );
  }
  return pieces.join(patch.replacement);
}
