/** Numbers as a person reads them, in their language. */
export interface FigureWords {
  readonly rate: (bitsPerSecond: number) => string;
  readonly share: (ratio: number) => string;
  readonly duration: (durationMs: number) => string;
  readonly whole: (value: number) => string;
}

const KILO = 1_000;
const MEGA = 1_000_000;

/** `locale` as the page's language names it. */
export function figureWords(locale: string): FigureWords {
  const one = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const none = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  return {
    rate: (bps) => (bps >= MEGA ? `${one.format(bps / MEGA)} Mbit/s` : `${none.format(bps / KILO)} kbit/s`),
    share: (ratio) => percent.format(ratio),
    duration: (durationMs) => `${durationMs < 10 ? one.format(durationMs) : none.format(durationMs)} ms`,
    whole: (value) => none.format(value),
  };
}
