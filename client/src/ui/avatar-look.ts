/** How many colours `avatar.module.css` has. */
export const AVATAR_HUE_COUNT = 12;

/** The same id has the same colour on every screen. Source: FNV-1a, 32 bits. */
export function hueIndexOf(id: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < id.length; at += 1) {
    hash ^= id.charCodeAt(at);
    hash = Math.imul(hash, 0x01000193);
  }
  return (hash >>> 0) % AVATAR_HUE_COUNT;
}

/** Starts a name, in any script; emoji count, punctuation does not. */
const LETTER = /[\p{L}\p{N}\p{Extended_Pictographic}\p{Regional_Indicator}]/u;

/**
 * The first letter of the first and of the last word: "Ada King Lovelace" is AL. Letters are counted as people count
 * them, so that accents, flags and joined emoji stay whole. Undefined for a name without a letter.
 */
export function initialsOf(name: string, locale?: string): string | undefined {
  const graphemes = new Intl.Segmenter(locale, { granularity: 'grapheme' });
  const letters = name
    .normalize('NFC')
    .split(/\s+/u)
    .map((word) => [...graphemes.segment(word)].find(({ segment }) => LETTER.test(segment))?.segment)
    .filter((letter) => letter !== undefined);
  const [first] = letters;
  const last = letters.length > 1 ? letters.at(-1) : '';
  return first === undefined ? undefined : `${first}${last}`.toLocaleUpperCase(locale);
}
