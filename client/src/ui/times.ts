export type Day = { readonly kind: 'today' | 'yesterday' } | { readonly kind: 'date'; readonly words: string };

/** When something was said, in the reader's language and on their calendar. */
export interface Times {
  readonly time: (atMs: number) => string;
  /** Today and yesterday have words of their own. */
  readonly day: (atMs: number, nowMs: number) => Day;
  readonly full: (atMs: number) => string;
  /** The day alone, as short as the language has it. */
  readonly date: (atMs: number) => string;
}

const DAY_MS = 86_400_000;

export function timesIn(language: string): Times {
  const locale = language === 'ar-XB' ? 'en' : language;
  const time = new Intl.DateTimeFormat(locale, { timeStyle: 'short' });
  const near = new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long' });
  const far = new Intl.DateTimeFormat(locale, { dateStyle: 'long' });
  const full = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short' });
  const short = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' });
  return {
    date: (atMs) => short.format(atMs),
    time: (atMs) => time.format(atMs),
    full: (atMs) => full.format(atMs),
    day: (atMs, nowMs) => {
      const daysAgo = Math.round((startOfDay(nowMs) - startOfDay(atMs)) / DAY_MS);
      if (daysAgo === 0 || daysAgo === 1) return { kind: daysAgo === 0 ? 'today' : 'yesterday' };
      return { kind: 'date', words: (Math.abs(daysAgo) < 180 ? near : far).format(atMs) };
    },
  };
}

/** A day with a clock change is not 24 hours long; whoever divides has to round. */
function startOfDay(atMs: number): number {
  const date = new Date(atMs);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}
