import { spreadOf } from '../load/statistics.js';

const WARM_UP_COUNT = 50;

const AGAIN = 'the first again';

/** What somebody outside sees of an answer, but for how long it took. */
export type Seen = string;

/**
 * Does each of these `tryCount` times, turn by turn and each time in another order, so that what a busy machine adds is added
 * to all alike.
 */
export async function compareTimes(
  what: string,
  tries: Readonly<Record<string, () => Promise<Seen>>>,
  tryCount: number,
): Promise<void> {
  const [first] = Object.values(tries);
  // The same once more: as far apart as these two are, the machine alone drives answers.
  const all = first === undefined ? tries : { ...tries, [AGAIN]: first };
  const kinds = Object.keys(all);
  const timesMs = new Map(kinds.map((kind) => [kind, [] as number[]]));
  const seen = new Set<Seen>();
  for (let round = -WARM_UP_COUNT; round < tryCount; round += 1) {
    for (let index = 0; index < kinds.length; index += 1) {
      const kind = kinds[(index + round + WARM_UP_COUNT) % kinds.length] ?? '';
      const askedMs = performance.now();
      seen.add((await all[kind]?.()) ?? '');
      if (round >= 0) timesMs.get(kind)?.push(performance.now() - askedMs);
    }
  }
  console.log(`${what}, ${tryCount} tries of each; ${seen.size === 1 ? 'one answer to all' : `answers: ${seen.size}`}`);
  const spreads = [...timesMs].flatMap(([kind, times]) => {
    const spread = spreadOf(times);
    return spread === undefined ? [] : [{ kind, ...spread }];
  });
  for (const { kind, p50, p95 } of spreads) {
    console.log(`  ${kind.padEnd(20)} p50 ${p50.toFixed(2)} ms, p95 ${p95.toFixed(2)} ms`);
  }
  const apart = (kind: string, some: typeof spreads) =>
    `${kind} by ${rangeOf(some.map(({ p50 }) => p50))} ms (p50), ${rangeOf(some.map(({ p95 }) => p95))} ms (p95)`;
  const alike = spreads.filter(({ kind }) => kind === AGAIN || kind === kinds[0]);
  console.log(
    `  ${apart(
      'apart',
      spreads.filter(({ kind }) => kind !== AGAIN),
    )}, goal 5 ms (p95)`,
  );
  console.log(`  ${apart('the same twice apart', alike)}`);
}

function rangeOf(values: readonly number[]): string {
  return (Math.max(...values) - Math.min(...values)).toFixed(2);
}
