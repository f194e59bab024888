const formats = new Map<string, Intl.DateTimeFormat>();
const ZONES_MAX_COUNT = 600;
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** True for a zone of the IANA database, as far as this Node.js knows it. */
export function isZone(zone: string): boolean {
  try {
    formatOf(zone);
    return true;
  } catch (thrown) {
    if (thrown instanceof RangeError) return false;
    throw thrown;
  }
}

/** What a clock on the wall shows in a zone, written as if the zone were UTC. */
export function wallMsOf(atMs: number, zone: string): number {
  const parts = Object.fromEntries(
    formatOf(zone)
      .formatToParts(atMs)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/**
 * When a clock on the wall shows this. A time that is skipped in spring is read with the offset from before it, one that
 * comes twice in autumn means the first. Source: RFC 5545 section 3.3.5.
 */
export function atMsOf(wallMs: number, zone: string): number {
  const [before, after] = [wallMs - DAY_MS, wallMs + DAY_MS].map((nearMs) => wallMs - offsetMsOf(nearMs, zone));
  const fits = [before, after].filter((atMs): atMs is number => atMs !== undefined && wallMsOf(atMs, zone) === wallMs);
  return fits.length > 0 ? Math.min(...fits) : (before ?? wallMs);
}

/** How far the zone's clocks are ahead of UTC. */
export function offsetMsOf(atMs: number, zone: string): number {
  const wholeMs = Math.floor(atMs / 1_000) * 1_000;
  return wallMsOf(wholeMs, zone) - wholeMs;
}

/** The moments within a time at which the zone's clocks are set to another offset, to the minute. */
export function changesOf(zone: string, fromMs: number, toMs: number): number[] {
  const changes: number[] = [];
  for (let dayMs = fromMs; dayMs < toMs; dayMs += DAY_MS) {
    const before = offsetMsOf(dayMs, zone);
    if (offsetMsOf(dayMs + DAY_MS, zone) !== before) changes.push(changeWithin(zone, dayMs, before));
  }
  return changes;
}

function changeWithin(zone: string, dayMs: number, before: number): number {
  let [low, high] = [Math.floor(dayMs / MINUTE_MS), Math.ceil((dayMs + DAY_MS) / MINUTE_MS)];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetMsOf(middle * MINUTE_MS, zone) === before) low = middle;
    else high = middle;
  }
  return high * MINUTE_MS;
}

/** Making one takes a while, so they are kept; the zones of the world are few. */
function formatOf(zone: string): Intl.DateTimeFormat {
  const kept = formats.get(zone);
  if (kept !== undefined) return kept;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  if (formats.size < ZONES_MAX_COUNT) formats.set(zone, format);
  return format;
}
