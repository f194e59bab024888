// What `npm test` runs, from its arguments.

import { chooseFaultTests, type FaultTest } from './faults.ts';

export interface TestPlan {
  readonly parts: readonly Part[];
  /** For Jest. */
  readonly jestArgs: readonly string[];
  /** For the part of that name. */
  readonly faultTests?: readonly FaultTest[];
}

export const allParts = ['check', 'unit', 'e2e'] as const;
export type Part = (typeof allParts)[number] | 'faults';

/** Journeys full of pictures. One of them takes the whole of a small machine; of the others, two at once do. */
const crowdedJourneys = '(^|/)e2e/(host-controls|insight|meeting|moving|recovery|spread|turn)\\.test\\.ts$';

/** For one run of Jest after another. Whoever names tests gets them one by one. */
export function journeyRuns(jestArgs: readonly string[], workerCount: number): readonly (readonly string[])[] {
  if (jestArgs.length > 0) return [['--runInBand', ...jestArgs]];
  return [
    // What is ignored here is instead of what the configuration ignores.
    [
      `--maxWorkers=${workerCount}`,
      '--testPathIgnorePatterns',
      crowdedJourneys,
      '\\.faults\\.test\\.',
      '/node_modules/',
    ],
    ['--runInBand', '--testPathPatterns', crowdedJourneys],
  ];
}

/**
 * Everything without arguments but the faults, which take hours; one part by its name; anything else goes to Jest.
 * @throws when there is no fault test of a given name
 */
export function planTests(args: readonly string[]): TestPlan {
  const [first, ...rest] = args;
  if (first === undefined) return { parts: allParts, jestArgs: [] };
  if (first === 'faults') return { parts: ['faults'], jestArgs: [], faultTests: chooseFaultTests(rest) };
  const named = allParts.find((part) => part === first);
  if (named !== undefined) return { parts: [named], jestArgs: rest };
  const isJourney = args.some((arg) => /^(\.\/)?e2e\//.test(arg));
  return { parts: [isJourney ? 'e2e' : 'unit'], jestArgs: args };
}
