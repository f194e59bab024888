import { en } from './en.js';
import type { Messages } from './messages.js';

/** Everything after it is laid out from right to left, whatever its letters. Source: Unicode Standard Annex 9. */
const RIGHT_TO_LEFT_OVERRIDE = '\u202e';
const POP_DIRECTIONAL_FORMATTING = '\u202c';

/** Turns each text around, but not its placeholders and tags. */
export function turnAround(text: string): string {
  return text
    .split(/(\{\{[^}]*\}\}|\{[^}]*\}|<[^>]*>)/u)
    .map((part, at) => {
      const isPlaceholder = at % 2 === 1;
      return isPlaceholder || part.trim() === '' ? part : RIGHT_TO_LEFT_OVERRIDE + part + POP_DIRECTIONAL_FORMATTING;
    })
    .join('');
}

function turnAll(messages: object): object {
  return Object.fromEntries(
    Object.entries(messages).map(([key, value]) => [
      key,
      typeof value === 'string' ? turnAround(value) : turnAll(value),
    ]),
  );
}

export const pseudoRtl = turnAll(en) as Messages;
