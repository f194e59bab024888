/** A stretch of a message, from `at` on: plain words, or an address that can be followed. */
export type Piece =
  | { readonly kind: 'text'; readonly at: number; readonly text: string }
  | { readonly kind: 'link'; readonly at: number; readonly text: string; readonly href: string };

/** Only addresses that say themselves where they lead; `javascript:` and the like never start a link. */
const CANDIDATE = /\bhttps?:\/\/[^\s<>"'`\u00ab\u00bb\u201c\u201d]+/giu;
/** Ends of sentences that stick to an address but do not belong to it. */
const TRAILING = /[.,;:!?…*_~]+$/u;
/** Invisible characters that turn the reading direction or hide part of an address (controls and formats). */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}]/u;

/** Cuts a message into text and links. Joined again, the pieces are the message. */
export function piecesOf(message: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of message.matchAll(CANDIDATE)) {
    const text = trimmed(match[0]);
    const href = hrefOf(text);
    if (href === undefined) continue;
    if (match.index > from) pieces.push({ kind: 'text', at: from, text: message.slice(from, match.index) });
    pieces.push({ kind: 'link', at: match.index, text, href });
    from = match.index + text.length;
  }
  if (from < message.length) pieces.push({ kind: 'text', at: from, text: message.slice(from) });
  return pieces;
}

/** Without what belongs to the sentence around it: a full stop, or a bracket that was opened before the address. */
function trimmed(candidate: string): string {
  let text = candidate.replace(TRAILING, '');
  while (text.endsWith(')') && count(text, ')') > count(text, '(')) text = text.slice(0, -1).replace(TRAILING, '');
  while (text.endsWith(']') && count(text, ']') > count(text, '[')) text = text.slice(0, -1).replace(TRAILING, '');
  return text;
}

function count(text: string, letter: string): number {
  return text.split(letter).length - 1;
}

/**
 * Undefined for what is not to be followed. Whoever reads the text must see where it leads: an address with a user part
 * (`https://bank.example@evil.example`), with invisible characters, or in letters that pretend to be others stays plain text.
 */
function hrefOf(text: string): string | undefined {
  if (INVISIBLE.test(text) || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return undefined;
  if (url.username !== '' || url.password !== '' || url.hostname === '') return undefined;
  const shownHost = /^https?:\/\/([^/?#:[\]]+)/iu.exec(text)?.[1];
  // What the browser would open is not what is written: look-alike letters come out as "xn--…".
  if (shownHost !== undefined && shownHost.toLowerCase() !== url.hostname) return undefined;
  return url.href;
}
