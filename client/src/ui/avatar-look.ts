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

/**
 * The first letter of the first and of the last word: "Ada King Lovelace" is AL. Letters are counted as people count
 * them, so that accents, flags and joined emoji stay whole. Undefined for a name without a letter.
 */
export function initialsOf(name: string, locale?: string): string | undefined {
  const words =
    name.normalize('NFC').match(/[\p{L}\p{M}\p{N}\p{Emoji_Presentation}\p{Regional_Indicator}'’\u200d\ufe0f-]+/gu) ??
    [];
  const first = words.at(0);
  const last = words.length > 1 ? words.at(-1) : undefined;
  if (first === undefined) return undefined;
  const initials = [first, last].map((word) => (word === undefined ? '' : firstGrapheme(word, locale))).join('');
  return initials.toLocaleUpperCase(locale);
}

function firstGrapheme(word: string, locale: string | undefined): string {
  const [first] = new Intl.Segmenter(locale, { granularity: 'grapheme' }).segment(word);
  return first?.segment ?? '';
}
