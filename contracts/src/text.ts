import type { z } from 'zod';

/**
 * At most so many UTF-16 units, as `String.length` and form fields count them. Zod's own `max` counts code points, by which an
 * emoji of two units is one: it stays beside this, for the protocol page.
 */
export function unitsAtMost(maxUnits: number) {
  return ({ value, issues }: z.core.ParsePayload<string>): void => {
    // What has too many code points was said to be too long already.
    if (value.length <= maxUnits || issues.length > 0) return;
    const message = `may have at most ${maxUnits} UTF-16 units`;
    issues.push({ code: 'too_big', origin: 'string', maximum: maxUnits, inclusive: true, input: value, message });
  };
}

/** Postgres stores no NUL, and half a surrogate pair is no text: each becomes U+FFFD, as an HTML parser would make it. */
export function storable(text: string): string {
  return text.toWellFormed().replaceAll('\u0000', '\uFFFD');
}
